// Prometheus's names for metrics and attributes that arrive by OTLP. The Collector's `prometheus` exporter and
// Prometheus's OTLP receiver use these names by default (`UnderscoreEscapingWithSuffixes`).
import { type Label, SIGNALS, type SignalName } from '../catalogue/signals.ts';
import type { Identity } from '../options.ts';

/** UCUM units with their words in metric names. A unit in braces has no word. */
const UNIT_WORDS: ReadonlyMap<string, string> = new Map([
  ['', ''],
  ['s', 'seconds'],
  ['ms', 'milliseconds'],
  ['By', 'bytes'],
]);

/** A histogram has three series, other metrics have one. */
export type SeriesPart = 'bucket' | 'count' | 'sum';

/**
 * The name of a metric, without a histogram's `_bucket`, `_count` or `_sum`.
 *
 * @throws Error for a unit without a word in the table.
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

/** The label for an attribute. The service's name is `job`. */
export function labelName(label: Label): string {
  return label === 'service.name' ? 'job' : escaped(label);
}

/** The word for a label in the level of a recorded series. All labels of a diagnosis share one word. */
const LEVEL_WORDS: ReadonlyMap<string, string> = new Map(
  (
    [
      ['anthropic.diagnosis.id', 'diagnosis'],
      ['anthropic.diagnosis.action', 'diagnosis'],
      ['anthropic.diagnosis.severity', 'diagnosis'],
      ['anthropic.diagnosis.step', 'diagnosis'],
      ['anthropic.attempt.outcome', 'outcome'],
      ['anthropic.stream.outcome', 'outcome'],
      ['anthropic.organization.id', 'organization'],
      ['anthropic.sdk.method', 'method'],
      ['anthropic.workspace.id', 'workspace'],
      ['gen_ai.operation.name', 'operation'],
      ['gen_ai.request.model', 'model'],
      ['gen_ai.token.type', 'type'],
      ['http.response.status_code', 'status'],
      ['status.code', 'status'],
    ] satisfies readonly (readonly [Label, string])[]
  ).map(([label, word]) => [labelName(label), word]),
);

/**
 * The level of a recorded series: its labels, from broad to narrow.
 *
 * @example levelName(new Set(['job', 'gen_ai_request_model']), identity) // 'job_model'
 */
export function levelName(labels: ReadonlySet<string>, { all }: Identity): string {
  const others = [...labels].filter((label) => !all.includes(label));
  return [...new Set([...all, ...others.map((label) => LEVEL_WORDS.get(label) ?? label).sort()])].join('_');
}

/** A bucket bound in the exporter's notation. */
export const boundText = (bound: number): string =>
  bound === Number.POSITIVE_INFINITY
    ? '+Inf'
    : bound >= 1e6
      ? bound.toExponential().replace(/e\+(\d)$/, 'e+0$1')
      : String(bound);

function escaped(name: string): string {
  return name.replace(/[^a-zA-Z0-9]+/g, '_');
}
