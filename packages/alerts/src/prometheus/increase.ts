// Counts measurements in a window, including those of a new series: as an expression and as a recording rule.

import type { NameSet } from '@sevenstep/semantic-conventions';
import type { LabelValues, Selection } from '../catalogue/alert.ts';
import { signalIn } from '../catalogue/name-set.ts';
import { type Label, SIGNALS } from '../catalogue/signals.ts';
import { HOUR, MINUTE } from '../catalogue/units.ts';
import type { Identity } from '../options.ts';
import { promDuration } from '../prom-duration.ts';
import { boundText, labelName, levelName, seriesName } from './names.ts';

/** How long a series stays known. A gap in scraping does not make it new. */
const MEMORY = HOUR;

/** The time until the first scrape, which is longer than an export interval plus a scrape interval. */
const SETTLED = 2 * MINUTE;

/** A series with its increase over a window, and the labels of the recorded series. */
export interface Recording {
  readonly series: string;
  readonly window: number;
  readonly source: 'metrics' | 'spans';
  readonly labels: ReadonlySet<string>;
  /** The bounds of a histogram to keep. @default all */
  readonly bounds?: ReadonlySet<string>;
}

/** A single recording in place of two. */
export const joined = (one: Recording, other: Recording | undefined): Recording => {
  if (other === undefined) return one;
  const { bounds: _, ...rest } = one;
  return {
    ...rest,
    labels: new Set([...other.labels, ...one.labels]),
    ...(one.bounds && other.bounds ? { bounds: new Set([...other.bounds, ...one.bounds]) } : {}),
  };
};

/** How to write expressions. */
export interface Dialect {
  /** The factor for windows and waits. */
  readonly timeScale: number;
  readonly names: NameSet;
  readonly identity: Identity;
  /** Matchers for every series. */
  readonly matchers: readonly string[];
  /** Receives an expression that could be recorded, and returns its name if it is. Without it, the expressions are used directly. */
  readonly record?: (recording: Recording) => string | undefined;
}

/** The part of a metric to sum. */
interface Part {
  readonly selection: Selection;
  readonly by: readonly string[];
  readonly window: number;
  /** Buckets in place of the count: all of them, or those up to this bound. */
  readonly bucket?: 'all' | number;
}

/** `sum by (…) (…)` of the measurements in the window. */
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
  const recorded = dialect.record?.({ series, window: scaled, source, labels, ...bounds });
  const of = recorded
    ? `${recorded}${braced(matchers)}`
    : rise(series, [...matchers, ...dialect.matchers], scaled, dialect, source);
  return `sum by (${grouping.join(', ')}) (${of})`;
}

/** The name of the recorded series: `level:metric:operations`. */
export const recordName = ({ series, window, labels }: Recording, identity: Identity): string =>
  `${levelName(labels, identity)}:${series.replace(/_total$/, '')}:increase${promDuration(window)}`;

/** The expression of a recording rule. */
export function recordingExpression(
  { series, window, labels, source, bounds }: Recording,
  dialect: Dialect,
): string {
  // A histogram has about fifteen buckets. With all of them, rules over days would take too long.
  const matchers = [...(bounds ? [matcher('le', [...bounds])] : []), ...dialect.matchers];
  return `sum by (${[...labels].join(', ')}) (\n${indent(rise(series, matchers, window, dialect, source))}\n)`;
}

/**
 * The increase of each series. PromQL's `increase` takes the first sample of a series as its previous value. So it misses a
 * single failure, and the first failure of a new service. A counter starts at 0 with its process, and Prometheus before
 * version 3 does not store when a counter started. So a series counts from 0 in two cases. Either it existed neither at the
 * start of the window nor an hour earlier. Or it did not exist at the start but was higher in the hour before: its process restarted.
 * Another series must have been scraped at the start of the window. Otherwise the scrape is new, not the series.
 */
function rise(
  series: string,
  matchers: readonly string[],
  window: number,
  { timeScale, ...dialect }: Dialect,
  source: 'metrics' | 'spans',
): string {
  const selector = `${series}${braced(matchers)}`;
  const ago = `offset ${promDuration(window)}`;
  return `(
  ${selector}
    unless ${selector} ${ago}
    unless ${selector} >= last_over_time(${selector}[${promDuration(MEMORY * timeScale)}] ${ago})
    and on (${dialect.identity.cluster.join(', ')}) ${scraped(source, dialect, `offset ${promDuration(window + SETTLED * timeScale)}`)}
)
or increase(${selector}[${promDuration(window)}])`;
}

/** Matches if anything was scraped: a target of Prometheus, or a service that pushes its metrics. */
const scraped = (
  source: 'metrics' | 'spans',
  { names, identity }: Pick<Dialect, 'names' | 'identity'>,
  ago: string,
): string =>
  `group by (${identity.cluster.join(', ')}) (up ${ago} == 1 or ${seriesName(
    source === 'metrics' ? signalIn(names, 'gen_ai.client.inference.duration') : 'traces.span.metrics.calls',
  )} ${ago})`;

export const matchersOf = (where: NonNullable<Selection['where']>): string[] =>
  (Object.entries(where) as [Label, LabelValues][]).map(([label, values]) =>
    matcher(labelName(label), values),
  );

/** PromQL strings need each backslash twice. */
const matcher = (name: string, values: readonly string[] | 'any'): string => {
  if (values === 'any') return `${name}!=""`;
  if (values.length === 1) return `${name}="${values[0]}"`;
  return `${name}=~"${values.map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\\\$&')).join('|')}"`;
};

export const braced = (matchers: readonly string[]): string =>
  matchers.length === 0 ? '' : `{${matchers.join(',')}}`;

export const indent = (text: string, by = '  '): string => text.replace(/^(?=.)/gm, by);
