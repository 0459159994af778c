// How often something was measured within a window, also by a series that is new: as an expression and as a recording rule.

import type { NameSet } from '@sevenstep/semantic-conventions';
import type { LabelValues, Selection } from '../catalogue/alert.ts';
import { signalIn } from '../catalogue/name-set.ts';
import { type Label, SIGNALS } from '../catalogue/signals.ts';
import { HOUR } from '../catalogue/units.ts';
import { promDuration } from '../prom-duration.ts';
import { boundText, labelName, seriesName } from './names.ts';

/** How far back a series counts as known: a gap of the scrape makes nothing new. */
const MEMORY = HOUR;

/** A series with its increase over a window, to be recorded by these labels. */
export interface Recording {
  readonly series: string;
  readonly window: number;
  readonly source: 'metrics' | 'spans';
  readonly labels: ReadonlySet<string>;
  /** Of the buckets of a histogram, the bounds that are asked for; without it all that there are. */
  readonly bounds?: ReadonlySet<string>;
}

/** What is needed for both. */
export const joined = (one: Recording, other: Recording | undefined): Recording => {
  if (other === undefined) return one;
  const { bounds: _, ...rest } = one;
  return {
    ...rest,
    labels: new Set([...other.labels, ...one.labels]),
    ...(one.bounds && other.bounds ? { bounds: new Set([...other.bounds, ...one.bounds]) } : {}),
  };
};

/** How expressions are written. */
export interface Dialect {
  /** What windows and waits are multiplied by. */
  readonly timeScale: number;
  readonly names: NameSet;
  /** Told what could be recorded, and says whether it is; without it, expressions stand for themselves. */
  readonly record?: (recording: Recording) => boolean;
}

/** What of a metric is summed. */
interface Part {
  readonly selection: Selection;
  readonly by: readonly string[];
  readonly window: number;
  /** Buckets in place of the count: all of them, or those up to this bound. */
  readonly bucket?: 'all' | number;
}

/** `sum by (…) (…)` of what came in within the window. */
export function increase({ selection, by, window, bucket }: Part, dialect: Dialect): string {
  const { of: signal, measure = 'count', where = {} } = selection;
  const series = seriesName(signal, bucket === undefined ? measure : 'bucket');
  const matchers = matchersOf(where);
  if (typeof bucket === 'number') matchers.push(`le="${boundText(bucket)}"`);
  const grouping = bucket === 'all' ? [...by, 'le'] : by;
  const scaled = window * dialect.timeScale;
  const { source } = SIGNALS[signal];
  const labels = new Set([...grouping, ...(Object.keys(where) as Label[]).map(labelName)]);
  if (bucket !== undefined) labels.add('le');
  const bounds = typeof bucket === 'number' ? { bounds: new Set([boundText(bucket)]) } : {};
  const of = dialect.record?.({ series, window: scaled, source, labels, ...bounds })
    ? `${recordName(series, scaled)}${braced(matchers)}`
    : rise(series, matchers, scaled, dialect, source);
  return `sum by (${grouping.join(', ')}) (${of})`;
}

/** The name under which it is recorded. */
export const recordName = (series: string, window: number): string =>
  `job:${series}:increase${promDuration(window)}`;

/** The expression of a recording rule. */
export function recordingExpression(
  { series, window, labels, source, bounds }: Recording,
  dialect: Dialect,
): string {
  // A histogram has some fifteen buckets; over days of them the rules would take longer than there is time.
  const matchers = bounds ? [matcher('le', [...bounds])] : [];
  return `sum by (${[...labels].join(', ')}) (\n${indent(rise(series, matchers, window, dialect, source))}\n)`;
}

/**
 * What each series rose by. `increase` takes the first sample of a series for where it stood before, so that a
 * failure that happens once is never seen. A series that was not there a window ago has risen by all it shows,
 * provided that its service was there: else the scrape had a gap, or has only begun.
 */
function rise(
  series: string,
  matchers: readonly string[],
  window: number,
  { timeScale, names }: Dialect,
  source: 'metrics' | 'spans',
): string {
  const selector = `${series}${braced(matchers)}`;
  const ago = `offset ${promDuration(window)}`;
  return `(
  ${selector}
    unless last_over_time(${selector}[${promDuration(MEMORY * timeScale)}] ${ago})
    and on (job) ${signOfLife(source, names)} ${ago}
)
or increase(${selector}[${promDuration(window)}])`;
}

/** A series that every service has that makes calls. */
const signOfLife = (source: 'metrics' | 'spans', names: NameSet): string =>
  seriesName(
    source === 'metrics' ? signalIn(names, 'gen_ai.client.inference.duration') : 'traces.span.metrics.calls',
  );

export const matchersOf = (where: NonNullable<Selection['where']>): string[] =>
  (Object.entries(where) as [Label, LabelValues][]).map(([label, values]) =>
    matcher(labelName(label), values),
  );

/** In PromQL's strings a backslash is written twice. */
const matcher = (name: string, values: readonly string[] | 'any'): string => {
  if (values === 'any') return `${name}!=""`;
  if (values.length === 1) return `${name}="${values[0]}"`;
  return `${name}=~"${values.map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\\\$&')).join('|')}"`;
};

export const braced = (matchers: readonly string[]): string =>
  matchers.length === 0 ? '' : `{${matchers.join(',')}}`;

export const indent = (text: string, by = '  '): string => text.replace(/^(?=.)/gm, by);
