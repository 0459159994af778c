// Records calls as metrics: the instruments, and their values when a call ends.
import {
  type Attributes,
  type Context,
  type Counter,
  createNoopMeter,
  type Histogram,
  type Meter,
} from '@opentelemetry/api';
import type { AttemptOutcome, SpanAttributes, StreamOutcome } from '@sevenstep/semantic-conventions';
import { defined } from '../attributes/defined.ts';
import type { Settings } from '../config.ts';
import { Cardinality } from './cardinality.ts';
import { counter, histogram, record } from './instruments.ts';
import { type OperationMetrics, operationMetrics, type TokenAttributes } from './operation-metrics.ts';
import { RateLimitGauges } from './rate-limit-gauges.ts';
import { type Sum, Sums } from './sums.ts';

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

/** The parts of a call that metrics use. */
export interface MeasuredCall {
  /** The first attributes of its span. */
  readonly attributes: SpanAttributes;
  /** The facts of the response: tokens, model and time to the first chunk, and `error.type` if the call failed. */
  readonly measured: SpanAttributes;
  readonly durationSeconds: number;
  readonly attempts: readonly MeasuredAttempt[];
  /** The attempt that decides the call. */
  readonly lastAttempt: MeasuredAttempt | undefined;
  readonly streamOutcome?: StreamOutcome | undefined;
  /** The context of the call's span, for exemplars. */
  readonly context: Context;
}

type MetricSettings = Pick<Settings, 'attributes' | 'genAiNames'>;
const DEFAULTS: MetricSettings = { attributes: 'all', genAiNames: 'latest' };

// A histogram takes about a microsecond to record a time, several times the rest of our work for an event.
const ALL_OF_THE_FIRST = 16;
const THEN_EVERY = 64;

/** Whether the time before an event is recorded. @param count the number of such times in the stream, with this one. */
export const isRecordedChunk = (count: number, which: Settings['chunkTimes']): boolean =>
  which === 'all' || count <= ALL_OF_THE_FIRST || count % THEN_EVERY === 0;

/** The instruments of one meter. A new meter provider needs a new one. */
export class CallMetrics {
  /** The meter of the instruments. */
  readonly meter: Meter;
  readonly #cardinality = new Cardinality();
  /** One for each emitted set of names. */
  readonly #operations: readonly OperationMetrics[];
  readonly #attempts: Sum;
  readonly #retryDelay: Histogram;
  readonly #streams: Counter;
  readonly #rateLimits: RateLimitGauges;
  readonly #kinds = new Map<string | undefined, CallKind>();
  readonly #attemptKinds = new Map<string, AttemptKind>();

  /** @param settings `attributes: 'conventions'` leaves our own instruments out. */
  constructor(meter: Meter, { attributes, genAiNames }: MetricSettings = DEFAULTS) {
    this.meter = meter;
    const own = attributes === 'all' ? meter : createNoopMeter();
    // Without our gauges no callback tells when metrics are collected.
    const sums = new Sums(attributes === 'all');
    this.#operations = operationMetrics(meter, genAiNames, sums);
    this.#attempts = sums.of(counter(own, 'anthropic.client.attempts'));
    this.#retryDelay = histogram(own, 'anthropic.client.retry.delay');
    this.#streams = counter(own, 'anthropic.client.stream.outcomes');
    this.#rateLimits = new RateLimitGauges(own, this.#cardinality, sums.collect);
  }

  /** Records the time before an event of a call's stream, except the first event. */
  chunk({ attributes, context }: MeasuredCall, seconds: number, responseModel: string | undefined): void {
    if (attributes['gen_ai.operation.name'] === undefined) return;
    const kind = this.#kindOf(attributes, responseModel);
    for (const { perChunk } of this.#operations) record(perChunk, seconds, kind.attributes, context);
  }

  /** Records a finished call, once. */
  callEnded(call: MeasuredCall): void {
    const { attributes, measured, context, attempts, lastAttempt: last, streamOutcome } = call;
    const kind = this.#kindOf(attributes, measured['gen_ai.response.model']);
    if (attributes['gen_ai.operation.name'] !== undefined) this.#recordOperation(call, kind);
    for (const attempt of attempts) this.#recordAttempt(attempt, kind, context);
    if (streamOutcome !== undefined) {
      const ofStream = { 'anthropic.stream.outcome': streamOutcome, 'gen_ai.request.model': kind.model };
      this.#streams.add(1, defined(ofStream), context);
    }
    // An error from a gateway or a cloud does not have the API's limits.
    if (last?.headers && (last.failure === undefined || last.headers.has('request-id')))
      this.#rateLimits.answered(kind.model, last.headers, last.answeredAt ?? 0);
  }

  /** Records the metrics of the GenAI conventions, which cover only calls with one of their operations. */
  #recordOperation({ measured, durationSeconds, context }: MeasuredCall, kind: CallKind): void {
    // As on the span: absent on success.
    const errorType = this.#cardinality.errorType(measured['error.type']);
    const { attributes } = kind;
    const ended = errorType === undefined ? attributes : { ...attributes, 'error.type': errorType };
    for (const operation of this.#operations) {
      record(operation.duration, durationSeconds, ended, context);
      record(operation.firstChunk, measured['gen_ai.response.time_to_first_chunk'], attributes, context);
      operation.recordTokens(measured, kind, ended, context);
    }
  }

  /** The kind of a call, cached by the requested model: most processes make only a few kinds of calls. */
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
      tokens: { ...attributes, 'gen_ai.token.modality': 'unknown' },
      input: { ...attributes, 'gen_ai.token.type': 'input' },
      output: { ...attributes, 'gen_ai.token.type': 'output' },
      answered: this.#attemptKind('success', 200, model).attributes,
    };
    // Admitted models only, which bounds the cache.
    if (model === asked) this.#kinds.set(asked, kind);
    return kind;
  }

  #recordAttempt(attempt: MeasuredAttempt, { model, answered }: CallKind, context: Context): void {
    const { status, failure, errorType, waitSeconds } = attempt;
    if (failure === undefined && status === 200) {
      this.#attempts.add(1, answered);
      return;
    }
    const kind = this.#attemptKind(failure ?? 'success', status, model, errorType);
    this.#attempts.add(1, kind.attributes);
    record(this.#retryDelay, waitSeconds, kind.ofDelay, context);
  }

  #attemptKind(
    outcome: AttemptOutcome,
    status: number | undefined,
    model: string | undefined,
    errorType?: string,
  ): AttemptKind {
    const code = this.#cardinality.statusCode(status);
    const type = this.#cardinality.errorType(errorType);
    // None of these values contains a line break.
    const key = `${outcome}\n${code}\n${type}\n${model}`;
    const known = this.#attemptKinds.get(key);
    if (known) return known;
    const ofDelay = defined<Attributes>({
      'anthropic.attempt.outcome': outcome,
      'http.response.status_code': code,
      'gen_ai.request.model': model,
    });
    const attributes = type === undefined ? ofDelay : { ...ofDelay, 'error.type': type };
    const kind = { attributes, ofDelay };
    if (this.#attemptKinds.size >= MAX_ATTEMPT_KINDS) this.#attemptKinds.clear();
    this.#attemptKinds.set(key, kind);
    return kind;
  }
}

/** The most kinds in the cache: more than an application has. */
const MAX_ATTEMPT_KINDS = 256;

/** Attempts with the same attributes on metrics. */
interface AttemptKind {
  readonly attributes: Attributes;
  /** The attributes for the delay before the next attempt, without `error.type`. */
  readonly ofDelay: Attributes;
}

/** The metric attributes that calls of one kind share. */
interface CallKind extends TokenAttributes {
  /** The requested model, as metrics name it. */
  readonly model: string | undefined;
  readonly responseModel: string | undefined;
  readonly attributes: Attributes;
  /** The attributes of an attempt that got a 200. */
  readonly answered: Attributes;
}

const isOfKind = (kind: CallKind, start: SpanAttributes, responseModel: string | undefined): boolean =>
  kind.responseModel === responseModel &&
  kind.attributes['gen_ai.operation.name'] === start['gen_ai.operation.name'] &&
  kind.attributes['gen_ai.provider.name'] === start['gen_ai.provider.name'] &&
  kind.attributes['server.address'] === start['server.address'] &&
  kind.attributes['server.port'] === start['server.port'];
