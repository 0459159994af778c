// Traffic for the examples of alerts: measurements of one service at a steady rate.
import type { ExampleSeries, Selection } from './alert.ts';

export const MODEL = 'claude-sonnet-5';
const CALL = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': MODEL,
} as const;

type Attributes = NonNullable<ExampleSeries['attributes']>;

/** Calls that succeed, unless `errorType` says otherwise. */
export const calls = (perMinute: number, seconds = 0.5, errorType?: string): ExampleSeries => ({
  of: 'gen_ai.client.inference.duration',
  attributes: { ...CALL, ...(errorType === undefined ? {} : { 'error.type': errorType }) },
  perMinute,
  value: seconds,
});

export const diagnoses = (
  perMinute: number,
  id: string,
  step: number,
  severity: string,
  action: string,
): ExampleSeries => ({
  of: 'anthropic.client.diagnoses',
  attributes: {
    'anthropic.diagnosis.id': id,
    'anthropic.diagnosis.step': String(step),
    'anthropic.diagnosis.severity': severity,
    'anthropic.diagnosis.action': action,
  },
  perMinute,
});

/** A measurement that happens once, after some minutes. Its series exists from then on. */
export const once = ({ of, attributes = {} }: ExampleSeries, minutes: number): ExampleSeries => ({
  of,
  attributes,
  total: 1,
  from: minutes,
});

/** An example in a separate process. */
export const at = (example: ExampleSeries, instance: string): ExampleSeries => ({
  ...example,
  process: { instance },
});

/** Ten processes of a service, the last with a fault. */
export const oneOfTen = (
  healthy: ExampleSeries,
  faulty: readonly ExampleSeries[],
): readonly ExampleSeries[] => [
  ...Array.from({ length: 9 }, (_, index) => at(healthy, `replica-${index + 1}`)),
  ...faulty.map((example) => at(example, 'replica-10')),
];

export const attempts = (perMinute: number, outcome: string, status?: string): ExampleSeries => ({
  of: 'anthropic.client.attempts',
  attributes: {
    'anthropic.attempt.outcome': outcome,
    'gen_ai.request.model': MODEL,
    ...(status === undefined ? {} : { 'http.response.status_code': status }),
  },
  perMinute,
});

export const waits = (perMinute: number, seconds: number): ExampleSeries => ({
  of: 'anthropic.client.retry.delay',
  attributes: { 'anthropic.attempt.outcome': 'connection', 'gen_ai.request.model': MODEL },
  perMinute,
  value: seconds,
});

export const streams = (perMinute: number, outcome: string): ExampleSeries => ({
  of: 'anthropic.client.stream.outcomes',
  attributes: { 'anthropic.stream.outcome': outcome, 'gen_ai.request.model': MODEL },
  perMinute,
});

export const firstChunks = (perMinute: number, seconds: number): ExampleSeries => ({
  of: 'gen_ai.client.inference.time_to_first_chunk',
  attributes: CALL,
  perMinute,
  value: seconds,
});

export const tokens = (perMinute: number, each: number): ExampleSeries => ({
  of: 'gen_ai.client.inference.usage.input_tokens',
  attributes: { ...CALL, 'gen_ai.token.modality': 'unknown' },
  perMinute,
  value: each,
});

export const limits = (kind: string, remaining: number, limit: number): readonly ExampleSeries[] => {
  const attributes = { 'anthropic.ratelimit.kind': kind, 'gen_ai.request.model': MODEL };
  return [
    { of: 'anthropic.client.ratelimit.remaining', attributes, value: remaining },
    { of: 'anthropic.client.ratelimit.limit', attributes, value: limit },
  ];
};

/** Call spans, as the spanmetrics connector counts them. */
export const callSpans = (perMinute: number, attributes: Attributes = {}): ExampleSeries => ({
  of: 'traces.span.metrics.calls',
  attributes: {
    'span.name': `chat ${MODEL}`,
    'span.kind': 'SPAN_KIND_CLIENT',
    'status.code': 'error.type' in attributes ? 'STATUS_CODE_ERROR' : 'STATUS_CODE_UNSET',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': MODEL,
    ...attributes,
  },
  perMinute,
});

/** Call spans of an application with this instrumentation. */
export const ownCallSpans = (perMinute: number): ExampleSeries =>
  callSpans(perMinute, { 'anthropic.sdk.method': 'messages.create' });

/** All calls, the denominator of most shares. */
export const ALL_CALLS: Selection = { of: 'gen_ai.client.inference.duration' };
export const ALL_ATTEMPTS: Selection = { of: 'anthropic.client.attempts' };
/** Spans of calls that this instrumentation made or adopted. */
export const OWN_CALL_SPANS: Selection = {
  of: 'traces.span.metrics.calls',
  where: { 'anthropic.sdk.method': 'any' },
};
/** Spans of calls, not of their attempts. */
export const ALL_CALL_SPANS: Selection = {
  of: 'traces.span.metrics.calls',
  where: { 'gen_ai.operation.name': 'any' },
};
