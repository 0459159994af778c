// The table of metrics: name, instrument, unit, buckets, attributes, source of the name, and meaning.
import type { AttributeName, AttributeSource } from './attributes.ts';

/** The instruments in use, named as in the OpenTelemetry metrics API. */
export type InstrumentType = 'histogram' | 'counter' | 'gauge';

/** Attributes that metrics have and spans do not. */
// biome-ignore format: a table is read by column
export const METRIC_ATTRIBUTES = {
  'gen_ai.token.modality': ['string', 'gen_ai', '`unknown`: the API does not tell text from images'],
  'gen_ai.token.type': ['string', 'gen_ai', '`input` or `output`, with the previous names'],
  'anthropic.attempt.outcome': ['string', 'sevenstep', '`success`, or why the attempt failed'],
  'anthropic.check.name': ['string', 'sevenstep', 'Which of the seven checks: `connection`, `endpoint`, …'],
  'anthropic.check.state': ['string', 'sevenstep', '`pass`, `warn`, `fail` or `skip`'],
  'anthropic.ratelimit.kind': ['string', 'sevenstep', 'Which limit: `requests`, `input_tokens`, …'],
} as const;

/** The name of an attribute that only metrics have. */
export type MetricAttributeName = keyof typeof METRIC_ATTRIBUTES;

/** One row of {@link METRICS}. */
export interface MetricSpec {
  readonly instrument: InstrumentType;
  /** The unit in UCUM. */
  readonly unit: string;
  /** Upper bounds of a histogram's buckets, as a hint for the SDK. */
  readonly buckets?: readonly number[];
  readonly attributes: readonly (AttributeName | MetricAttributeName)[];
  /** For our own metrics: attributes that every measurement has. The others need a known value. */
  readonly required?: readonly (AttributeName | MetricAttributeName)[];
  readonly source: AttributeSource;
  readonly brief: string;
}

/** Buckets for durations in seconds. GenAI conventions, metrics. */
const DURATION_BUCKETS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
/** Buckets for tokens. GenAI conventions, metrics. */
const TOKEN_BUCKETS = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
];
/** The SDK itself waits 0.375 s to 8 s. A `retry-after` may ask for minutes. */
const WAIT_BUCKETS = [0.125, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300];

/** The attributes of every metric of the GenAI conventions. */
const OF_THE_CALL = [
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.request.model',
  'gen_ai.response.model',
  'server.address',
  'server.port',
] as const;

/** The attributes of the counter of diagnoses. */
const OF_A_DIAGNOSIS = [
  'anthropic.diagnosis.id',
  'anthropic.diagnosis.step',
  'anthropic.diagnosis.severity',
  'anthropic.diagnosis.action',
] as const;

/** The result of a `doctor check`, and its server. */
const OF_A_CHECK = [
  'anthropic.check.name',
  'anthropic.check.state',
  'server.address',
  'server.port',
] as const;

type Name =
  | 'gen_ai.client.inference.duration'
  | 'gen_ai.client.inference.time_to_first_chunk'
  | 'gen_ai.client.inference.time_per_output_chunk'
  | 'gen_ai.client.inference.operation.input_tokens'
  | 'gen_ai.client.inference.operation.output_tokens'
  | 'gen_ai.client.inference.usage.input_tokens'
  | 'gen_ai.client.inference.usage.output_tokens'
  | 'gen_ai.client.inference.usage.cache_read.input_tokens'
  | 'gen_ai.client.inference.usage.cache_write.input_tokens'
  | 'gen_ai.client.inference.usage.reasoning.output_tokens'
  | 'gen_ai.client.operation.duration'
  | 'gen_ai.client.token.usage'
  | 'gen_ai.client.operation.time_to_first_chunk'
  | 'gen_ai.client.operation.time_per_output_chunk'
  | 'anthropic.client.attempts'
  | 'anthropic.client.retry.delay'
  | 'anthropic.client.stream.outcomes'
  | 'anthropic.client.ratelimit.limit'
  | 'anthropic.client.ratelimit.remaining'
  | 'anthropic.client.diagnoses'
  | 'anthropic.check.status'
  | 'anthropic.check.duration';

type Attribute = AttributeName | MetricAttributeName;

const ofTheCall = (brief: string, attributes: readonly Attribute[]) =>
  ({ attributes: [...OF_THE_CALL, ...attributes], source: 'gen_ai', brief }) as const;

/** A histogram of times. */
const seconds = (brief: string, ...more: readonly Attribute[]): MetricSpec => ({
  instrument: 'histogram',
  unit: 's',
  buckets: DURATION_BUCKETS,
  ...ofTheCall(brief, more),
});

/** A histogram of tokens. */
const tokens = (brief: string, ...more: readonly Attribute[]): MetricSpec => ({
  instrument: 'histogram',
  unit: '{token}',
  buckets: TOKEN_BUCKETS,
  ...ofTheCall(brief, more),
});

/** A counter of tokens. */
const total = (brief: string): MetricSpec => ({
  instrument: 'counter',
  unit: '{token}',
  ...ofTheCall(brief, ['gen_ai.token.modality']),
});

const DURATION = 'Duration of a call, with all its attempts and to the end of its stream';
const FIRST_CHUNK = 'Time from the start of a call to the first event of its stream';
const PER_CHUNK =
  'Time from one event of a stream to the next: for the first 16 after the first, then for every 64th, or for each (`chunkTimes`)';

/** Every metric of the instrumentation, the diagnosis processor and `doctor check --every`. Metrics of the GenAI conventions measure only calls with a GenAI operation. `genAiNames` selects their names. */
export const METRICS: Readonly<Record<Name, MetricSpec>> = {
  'gen_ai.client.inference.duration': seconds(DURATION, 'error.type'),
  'gen_ai.client.inference.time_to_first_chunk': seconds(FIRST_CHUNK),
  'gen_ai.client.inference.time_per_output_chunk': seconds(PER_CHUNK),
  'gen_ai.client.inference.operation.input_tokens': tokens(
    'Input tokens of a call, where its answer says how many; for percentiles',
    'error.type',
  ),
  'gen_ai.client.inference.operation.output_tokens': tokens(
    'Output tokens of a call, where its answer says how many; for percentiles',
    'error.type',
  ),
  'gen_ai.client.inference.usage.input_tokens': total('Input tokens as billed; for totals and cost'),
  'gen_ai.client.inference.usage.output_tokens': total('Output tokens as billed; for totals and cost'),
  'gen_ai.client.inference.usage.cache_read.input_tokens': total('Input tokens read from the cache'),
  'gen_ai.client.inference.usage.cache_write.input_tokens': total('Input tokens written to the cache'),
  'gen_ai.client.inference.usage.reasoning.output_tokens': total('Output tokens spent on thinking'),
  'gen_ai.client.operation.duration': seconds(DURATION, 'error.type'),
  'gen_ai.client.operation.time_to_first_chunk': seconds(FIRST_CHUNK),
  'gen_ai.client.operation.time_per_output_chunk': seconds(PER_CHUNK),
  'gen_ai.client.token.usage': tokens(
    'Input and output tokens of a call, as far as they are known',
    'gen_ai.token.type',
  ),
  'anthropic.client.attempts': {
    instrument: 'counter',
    unit: '{attempt}',
    attributes: [
      'anthropic.attempt.outcome',
      'http.response.status_code',
      'error.type',
      'gen_ai.request.model',
    ],
    required: ['anthropic.attempt.outcome'],
    source: 'sevenstep',
    brief: 'HTTP requests of calls, retried ones included',
  },
  'anthropic.client.retry.delay': {
    instrument: 'histogram',
    unit: 's',
    buckets: WAIT_BUCKETS,
    attributes: ['anthropic.attempt.outcome', 'http.response.status_code', 'gen_ai.request.model'],
    required: ['anthropic.attempt.outcome'],
    source: 'sevenstep',
    brief: 'Time between a failed attempt and the next one',
  },
  'anthropic.client.stream.outcomes': {
    instrument: 'counter',
    unit: '{stream}',
    attributes: ['anthropic.stream.outcome', 'gen_ai.request.model'],
    required: ['anthropic.stream.outcome'],
    source: 'sevenstep',
    brief: 'Streams by how they ended',
  },
  'anthropic.client.ratelimit.limit': {
    instrument: 'gauge',
    // Requests or tokens. Not `1`: exporters to Prometheus would call that a ratio.
    unit: '{unit}',
    attributes: ['anthropic.ratelimit.kind', 'gen_ai.request.model'],
    required: ['anthropic.ratelimit.kind'],
    source: 'sevenstep',
    brief: 'A rate limit, as the last response gave it',
  },
  'anthropic.client.ratelimit.remaining': {
    instrument: 'gauge',
    unit: '{unit}',
    attributes: ['anthropic.ratelimit.kind', 'gen_ai.request.model'],
    required: ['anthropic.ratelimit.kind'],
    source: 'sevenstep',
    brief: 'The part of a rate limit that is left, as the last response gave it',
  },
  'anthropic.client.diagnoses': {
    instrument: 'counter',
    unit: '{diagnosis}',
    attributes: OF_A_DIAGNOSIS,
    required: OF_A_DIAGNOSIS,
    source: 'sevenstep',
    brief: 'Diagnoses of calls, and findings over many calls; from the span processor or `diagnoseCall()`',
  },
  'anthropic.check.status': {
    instrument: 'gauge',
    // Not `1`: exporters to Prometheus would call that a ratio.
    unit: '{check}',
    attributes: [...OF_A_CHECK, 'anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    required: OF_A_CHECK,
    source: 'sevenstep',
    brief:
      '1 for the state that the last run found a check in, 0 for states of earlier runs. A failure has its diagnosis. From `doctor check --every`',
  },
  'anthropic.check.duration': {
    instrument: 'histogram',
    unit: 's',
    buckets: DURATION_BUCKETS,
    attributes: OF_A_CHECK,
    required: OF_A_CHECK,
    source: 'sevenstep',
    brief: 'Time that one run took for a check, with its retries. From `doctor check --every`',
  },
};

/** The name of a metric. */
export type MetricName = keyof typeof METRICS;
