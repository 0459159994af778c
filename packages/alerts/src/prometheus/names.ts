// Prometheus's names of metrics and attributes that came over OTLP. The Collector's `prometheus` exporter and
// Prometheus's own OTLP receiver write them like this by default (`UnderscoreEscapingWithSuffixes`).
import { type Label, SIGNALS, type SignalName } from '../catalogue/signals.ts';
import type { Identity } from '../options.ts';

/** UCUM to the word in a metric's name. A unit in braces has no word. */
const UNIT_WORDS: ReadonlyMap<string, string> = new Map([
  ['', ''],
  ['s', 'seconds'],
  ['ms', 'milliseconds'],
  ['By', 'bytes'],
]);

/** A histogram has three series, the others have one. */
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
export function labelName(label: Label): string {
  return label === 'service.name' ? 'job' : escaped(label);
}

/** The word for a label in the level of a recorded series. The labels of a diagnosis share one. */
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
 * The level of a recorded series: its labels, the broadest first.
 *
 * @example levelName(new Set(['job', 'gen_ai_request_model']), identity) // 'job_model'
 */
export function levelName(labels: ReadonlySet<string>, { all }: Identity): string {
  const others = [...labels].filter((label) => !all.includes(label));
  return [...new Set([...all, ...others.map((label) => LEVEL_WORDS.get(label) ?? label).sort()])].join('_');
}

/** A bucket bound as the exporter writes it. */
export const boundText = (bound: number): string =>
  bound === Number.POSITIVE_INFINITY
    ? '+Inf'
    : bound >= 1e6
      ? bound.toExponential().replace(/e\+(\d)$/, 'e+0$1')
      : String(bound);

function escaped(name: string): string {
  return name.replace(/[^a-zA-Z0-9]+/g, '_');
}
