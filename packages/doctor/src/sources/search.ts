// Builds the search in Jaeger from the command line's options and the query of a search page.
import { UsageError } from '../exit.ts';
import { readWholeOption } from '../numbers.ts';
import { printable } from '../spans/span.ts';
import { parseDuration } from './duration.ts';
import type { SourceOptions } from './source-options.ts';

const DEFAULT_LAST = '1h';
const DEFAULT_LIMIT = '1000';

/** Fields of a search page that have the same name in the query API. */
const CONDITIONS = ['operation', 'tags', 'minDuration', 'maxDuration'] as const;

export const NOTHING_TO_READ =
  'nothing to read: name a file, - for standard input, --trace ID or --service NAME';

interface NamedSearch {
  readonly service: string;
  /** Microseconds since 1970, as in Jaeger. */
  readonly start: number;
  readonly end: number;
  readonly limit: number;
  readonly conditions: Readonly<Record<string, string>>;
  /** The search in words. */
  readonly says: string;
}

/** @throws UsageError if no service is named, or an option has a wrong value. */
export function searchOf(given: SourceOptions, page: URLSearchParams | undefined, now: number): NamedSearch {
  const service = given.service ?? (page?.get('service') || undefined);
  if (service === undefined) {
    throw new UsageError(
      page === undefined ? NOTHING_TO_READ : 'the search page names no service: add --service NAME',
    );
  }
  const limit = readWholeOption('--limit', given.limit ?? limitOf(page) ?? DEFAULT_LIMIT, 1);
  const conditions = Object.fromEntries(
    CONDITIONS.flatMap((name) => {
      const value = page?.get(name);
      return value ? [[name, value]] : [];
    }),
  );
  const time = timeOf(given.last, page, now);
  const others = Object.entries(conditions).map(([name, value]) => `${name} ${value}`);
  return {
    service,
    start: time.start,
    end: time.end,
    limit,
    conditions,
    says: [service, time.says, ...others].map(printable).join(', '),
  };
}

const limitOf = (page: URLSearchParams | undefined): string | undefined =>
  /^[1-9]\d*$/.exec(page?.get('limit') ?? '')?.[0];

/** Takes the time from `--last`, else from the page's exact times, else from how far the page looks back. */
function timeOf(last: string | undefined, page: URLSearchParams | undefined, now: number) {
  const [start, end] = [Number(page?.get('start')), Number(page?.get('end'))];
  if (last === undefined && isTime(start) && isTime(end) && start < end) {
    const iso = (time: number) => new Date(time / 1000).toISOString();
    return { start, end, says: `${iso(start)} to ${iso(end)}` };
  }
  const lookback = page?.get('lookback') ?? '';
  const text = last ?? (/^\d+[smhd]$/.test(lookback) ? lookback : DEFAULT_LAST);
  const to = now * 1000;
  return { start: to - parseDuration('--last', text) * 1e6, end: to, says: `last ${text}` };
}

/** Whether a date can hold this number of microseconds. */
const isTime = (time: number): boolean => Number.isInteger(time) && time > 0 && time < 8.64e18;
