// A call as metrics: the instruments, and what is recorded on them when a call ends.
import {
  type Attributes,
  type Context,
  type Counter,
  createNoopMeter,
  type Histogram,
  type Meter,
} from '@opentelemetry/api';
import {
  type AttemptOutcome,
  METRICS,
  type MetricName,
  type SpanAttributes,
  type StreamOutcome,
} from '@sevenstep/semantic-conventions';
import { defined } from '../attributes/defined.ts';
import type { Settings } from '../config.ts';
import { Cardinality } from './cardinality.ts';
import { isMeasured } from './measured.ts';
import { RateLimitGauges } from './rate-limit-gauges.ts';

/** One HTTP request of a call. */
interface MeasuredAttempt {
  readonly status?: number | undefined;
  /** Why it failed; absent on success. */
  readonly failure?: Exclude<AttemptOutcome, 'success'> | undefined;
  readonly errorType?: string | undefined;
  /** Seconds until the next attempt began; absent after the last. */
  readonly waitSeconds?: number | undefined;
  readonly headers?: Headers | undefined;
  /** When the response came, in milliseconds since the epoch. */
  readonly answeredAt?: number;
}

/** What metrics need to know of a call. */
export interface MeasuredCall {
  /** What its span started with. */
  readonly attributes: SpanAttributes;
  /** What the answer says: tokens, model, the time to the first chunk; `error.type` where the call failed. */
  readonly measured: SpanAttributes;
  readonly durationSeconds: number;
  readonly attempts: readonly MeasuredAttempt[];
  readonly streamOutcome?: StreamOutcome | undefined;
  /** That of the call's span, for exemplars. */
  readonly context: Context;
}

// A histogram takes about a microsecond to record a time: several times as long as an event takes otherwise.
const ALL_OF_THE_FIRST = 16;
const THEN_EVERY = 64;

/** Whether the time before an event is recorded. @param count of the times so far, this one included. */
export const isRecordedChunk = (count: number, which: Settings['chunkTimes']): boolean =>
  which === 'all' || count <= ALL_OF_THE_FIRST || count % THEN_EVERY === 0;

/** The instruments of one meter. A new meter provider needs a new one. */
export class CallMetrics {
  /** Whose instruments these are. */
  readonly meter: Meter;
  readonly #cardinality = new Cardinality();
  readonly #duration: Histogram;
  readonly #tokens: Histogram;
  readonly #firstChunk: Histogram;
  readonly #perChunk: Histogram;
  readonly #attempts: Counter;
  readonly #retryDelay: Histogram;
  readonly #streams: Counter;
  readonly #rateLimits: RateLimitGauges;
  readonly #kinds = new Map<string | undefined, CallKind>();

  /** @param which `'conventions'`: nothing is recorded on our own instruments. */
  constructor(meter: Meter, which: Settings['attributes'] = 'all') {
    this.meter = meter;
    const own = which === 'all' ? meter : createNoopMeter();
    this.#duration = histogram(meter, 'gen_ai.client.operation.duration');
    this.#tokens = histogram(meter, 'gen_ai.client.token.usage');
    this.#firstChunk = histogram(meter, 'gen_ai.client.operation.time_to_first_chunk');
    this.#perChunk = histogram(meter, 'gen_ai.client.operation.time_per_output_chunk');
    this.#attempts = own.createCounter(...described('anthropic.client.attempts'));
    this.#retryDelay = histogram(own, 'anthropic.client.retry.delay');
    this.#streams = own.createCounter(...described('anthropic.client.stream.outcomes'));
    this.#rateLimits = new RateLimitGauges(own, this.#cardinality);
  }

  /** Records the time before an event of a call's stream. Not that before the first. */
  chunk({ attributes, context }: MeasuredCall, seconds: number, responseModel: string | undefined): void {
    if (attributes['gen_ai.operation.name'] !== undefined)
      record(this.#perChunk, seconds, this.#kindOf(attributes, responseModel).attributes, context);
  }

  /** Records a call that is over, once. */
  callEnded(call: MeasuredCall): void {
    const { attributes, measured, context, attempts, streamOutcome } = call;
    const kind = this.#kindOf(attributes, measured['gen_ai.response.model']);
    if (attributes['gen_ai.operation.name'] !== undefined) this.#recordOperation(call, kind);
    for (const attempt of attempts) this.#recordAttempt(attempt, kind, context);
    if (streamOutcome !== undefined) {
      const ofStream = { 'anthropic.stream.outcome': streamOutcome, 'gen_ai.request.model': kind.model };
      this.#streams.add(1, defined(ofStream), context);
    }
    const last = attempts.at(-1);
    // What a gateway answers itself says nothing of limits.
    if (last?.headers && last.failure !== 'gateway')
      this.#rateLimits.answered(kind.model, last.headers, last.answeredAt ?? 0);
  }

  /** The metrics of the GenAI conventions, of which only calls with one of its operations are part. */
  #recordOperation({ measured, durationSeconds, context }: MeasuredCall, kind: CallKind): void {
    // The same as on the span, and like there absent on success.
    const errorType = this.#cardinality.errorType(measured['error.type']);
    const { attributes } = kind;
    const ofDuration = errorType === undefined ? attributes : { ...attributes, 'error.type': errorType };
    record(this.#duration, durationSeconds, ofDuration, context);
    record(this.#firstChunk, measured['gen_ai.response.time_to_first_chunk'], attributes, context);
    record(this.#tokens, measured['gen_ai.usage.input_tokens'], kind.input, context);
    record(this.#tokens, measured['gen_ai.usage.output_tokens'], kind.output, context);
  }

  /** The kind of a call, which is remembered by its model: most calls of a process are of a few kinds. */
  #kindOf(start: SpanAttributes, responseModel: string | undefined): CallKind {
    const asked = start['gen_ai.request.model'];
    const known = this.#kinds.get(asked);
    if (known && isOfKind(known, start, responseModel)) return known;
    const attributes = this.#cardinality.call(start, responseModel);
    const model = this.#cardinality.model(asked);
    const kind: CallKind = {
      model,
      responseModel,
      attributes,
      input: { ...attributes, 'gen_ai.token.type': 'input' },
      output: { ...attributes, 'gen_ai.token.type': 'output' },
      answered: attemptAttributes('success', 200, model),
    };
    // As many as there are models that were admitted.
    if (model === asked) this.#kinds.set(asked, kind);
    return kind;
  }

  #recordAttempt(attempt: MeasuredAttempt, { model, answered }: CallKind, context: Context): void {
    const { status, failure, errorType, waitSeconds } = attempt;
    if (failure === undefined && status === 200) {
      this.#attempts.add(1, answered, context);
      return;
    }
    const code = this.#cardinality.statusCode(status);
    const attributes = attemptAttributes(failure ?? 'success', code, model);
    record(this.#retryDelay, waitSeconds, attributes, context);
    const type = this.#cardinality.errorType(errorType);
    this.#attempts.add(1, type === undefined ? attributes : { ...attributes, 'error.type': type }, context);
  }
}

/** Calls that metrics do not tell apart, and what they say of them. */
interface CallKind {
  /** The model asked for, as metrics name it. */
  readonly model: string | undefined;
  readonly responseModel: string | undefined;
  readonly attributes: Attributes;
  /** Of tokens. */
  readonly input: Attributes;
  readonly output: Attributes;
  /** Of an attempt that got a 200. */
  readonly answered: Attributes;
}

const isOfKind = (kind: CallKind, start: SpanAttributes, responseModel: string | undefined): boolean =>
  kind.responseModel === responseModel &&
  kind.attributes['gen_ai.operation.name'] === start['gen_ai.operation.name'] &&
  kind.attributes['gen_ai.provider.name'] === start['gen_ai.provider.name'] &&
  kind.attributes['server.address'] === start['server.address'] &&
  kind.attributes['server.port'] === start['server.port'];

const attemptAttributes = (
  outcome: AttemptOutcome,
  status: number | undefined,
  model: string | undefined,
): Attributes =>
  defined({
    'anthropic.attempt.outcome': outcome,
    'http.response.status_code': status,
    'gen_ai.request.model': model,
  });

/** Records a measurement, unless there is none. */
function record(instrument: Histogram, value: unknown, attributes: Attributes, context: Context): void {
  if (isMeasured(value)) instrument.record(value, attributes, context);
}

function described(name: MetricName): [name: string, { unit: string; description: string }] {
  const { unit, brief } = METRICS[name];
  return [name, { unit, description: brief }];
}

function histogram(meter: Meter, name: MetricName): Histogram {
  const [, options] = described(name);
  const { buckets = [] } = METRICS[name];
  return meter.createHistogram(name, { ...options, advice: { explicitBucketBoundaries: [...buckets] } });
}
