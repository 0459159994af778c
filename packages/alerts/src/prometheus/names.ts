// What Prometheus calls a metric and an attribute that came over OTLP: the Collector's `prometheus` exporter and
// Prometheus's own OTLP receiver write them so by default (`UnderscoreEscapingWithSuffixes`).
import { type Label, SIGNALS, type SignalName } from '../catalogue/signals.ts';

/** UCUM to the word in a metric's name; of what stands in braces nothing is left. */
const UNIT_WORDS: ReadonlyMap<string, string> = new Map([
  ['', ''],
  ['s', 'seconds'],
  ['ms', 'milliseconds'],
  ['By', 'bytes'],
]);

/** Of a histogram, its three series; of the others, the one there is. */
export type SeriesPart = 'bucket' | 'count' | 'sum';

/**
 * The name of a metric, without the `_bucket`, `_count` or `_sum` of a histogram.
 *
 * @throws Error for a unit whose word is not known here.
 * @example metricName('anthropic.client.retry.delay') // 'anthropic_client_retry_delay_seconds'
 */
export function metricName(signal: SignalName): string {
  const { unit, instrument } = SIGNALS[signal];
  const word = UNIT_WORDS.get(unit.replace(/\{[^{}]*\}/g, ''));
  if (word === undefined) throw new Error(`${signal}: no word is known for the unit ${unit}`);
  return [escaped(signal), word, instrument === 'counter' ? 'total' : '']
    .filter((part) => part !== '')
    .join('_');
}

/** The name of a series of a metric. */
export function seriesName(signal: SignalName, part: SeriesPart = 'count'): string {
  const name = metricName(signal);
  return SIGNALS[signal].instrument === 'histogram' ? `${name}_${part}` : name;
}

/** The label of an attribute. The service's name is `job`. */
export const labelName = (label: Label): string => (label === 'service.name' ? 'job' : escaped(label));

/** A bucket bound as the exporter writes it. */
export const boundText = (bound: number): string =>
  bound === Number.POSITIVE_INFINITY
    ? '+Inf'
    : bound >= 1e6
      ? bound.toExponential().replace(/e\+(\d)$/, 'e+0$1')
      : String(bound);

const escaped = (name: string): string => name.replace(/[^a-zA-Z0-9]+/g, '_');
