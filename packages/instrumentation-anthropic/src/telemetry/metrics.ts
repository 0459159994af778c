// A call as metrics: the instruments, and what is recorded on them when a call ends.
import {
  type Attributes,
  type Context,
  type Counter,
  createNoopMeter,
  context as currentContext,
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
import type { RateLimit } from '@sevenstep/wire';
import { defined } from '../attributes/defined.ts';
import type { Settings } from '../config.ts';
import { AttemptCounter } from './attempt-counter.ts';
import { Cardinality } from './cardinality.ts';
import { ChunkTimes } from './chunk-times.ts';
import { isMeasured } from './measured.ts';
import { RateLimitGauges } from './rate-limit-gauges.ts';

/** One HTTP request of a call. */
interface AttemptFacts {
  readonly status?: number | undefined;
  /** Why it failed; absent on success. */
  readonly failure?: Exclude<AttemptOutcome, 'success'> | undefined;
  /** `error.type` of the attempt. */
  readonly errorType?: string | undefined;
  /** Seconds until the next attempt began; absent after the last. */
  readonly waitSeconds?: number | undefined;
}

/** What metrics need to know of a call that has ended. */
export interface CallFacts {
  /** The attributes its span started with, and those it got at the end, `error.type` among them where it failed. */
  readonly start: SpanAttributes;
  readonly end: SpanAttributes;
  readonly durationSeconds: number;
  readonly attempts: readonly AttemptFacts[];
  readonly streamOutcome?: StreamOutcome | undefined;
  /** Of the last response. */
  readonly rateLimits: readonly RateLimit[];
  /** That of the call's span, for exemplars. */
  readonly context: Context;
}

/** The instruments of one meter. A new meter provider needs a new one. */
export class CallMetrics {
  /** Whose instruments these are. */
  readonly meter: Meter;
  readonly #cardinality = new Cardinality();
  readonly #duration: Histogram;
  readonly #tokens: Histogram;
  readonly #firstChunk: Histogram;
  readonly #perChunk: Histogram;
  readonly #attempts: AttemptCounter;
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
    this.#attempts = new AttemptCounter(own);
    this.#retryDelay = histogram(own, 'anthropic.client.retry.delay');
    this.#streams = own.createCounter(...described('anthropic.client.stream.outcomes'));
    this.#rateLimits = new RateLimitGauges(own);
  }

  /** For the times between the events of a stream, of a call whose span started with `start`. */
  chunkTimes(
    start: SpanAttributes,
    which: Settings['chunkTimes'],
    context: Context = currentContext.active(),
  ): ChunkTimes | undefined {
    if (start['gen_ai.operation.name'] === undefined) return undefined;
    const attributes = (responseModel: string | undefined) => this.#kindOf(start, responseModel).attributes;
    return new ChunkTimes(this.#perChunk, attributes, context, which);
  }

  /** Records a call. To be told once. */
  callEnded(call: CallFacts): void {
    const model = this.#cardinality.model(call.start['gen_ai.request.model']);
    this.#recordCall(call);
    this.#recordAttempts(call, model);
    this.#recordStream(call, model);
    this.#recordRateLimits(call, model);
  }

  /** The metrics of the GenAI conventions, of which only calls with one of its operations are part. */
  #recordCall({ start, end, durationSeconds, context }: CallFacts): void {
    if (start['gen_ai.operation.name'] === undefined) return;
    const { attributes, input, output } = this.#kindOf(start, end['gen_ai.response.model']);
    // The same as on the span, and like there absent on success.
    const errorType = this.#cardinality.errorType(end['error.type']);
    const ofDuration = errorType === undefined ? attributes : { ...attributes, 'error.type': errorType };
    record(this.#duration, durationSeconds, ofDuration, context);
    record(this.#firstChunk, end['gen_ai.response.time_to_first_chunk'], attributes, context);
    record(this.#tokens, end['gen_ai.usage.input_tokens'], input, context);
    record(this.#tokens, end['gen_ai.usage.output_tokens'], output, context);
  }

  /** The kind of a call, which is remembered by its model: most calls of a process are of a few kinds. */
  #kindOf(start: SpanAttributes, responseModel: string | undefined): CallKind {
    const model = start['gen_ai.request.model'];
    const known = this.#kinds.get(model);
    if (known && isOfKind(known, start, responseModel)) return known;
    const attributes = this.#cardinality.call(start, responseModel);
    const kind: CallKind = {
      responseModel,
      attributes,
      input: { ...attributes, 'gen_ai.token.type': 'input' },
      output: { ...attributes, 'gen_ai.token.type': 'output' },
    };
    // As many as there are models that were admitted.
    if (attributes['gen_ai.request.model'] === model) this.#kinds.set(model, kind);
    return kind;
  }

  #recordAttempts({ attempts, context }: CallFacts, model: string | undefined): void {
    for (const { status, failure, errorType, waitSeconds } of attempts) {
      const outcome = failure ?? 'success';
      const type = this.#cardinality.errorType(errorType);
      const code = this.#cardinality.statusCode(status);
      const attributes = (): Attributes =>
        defined({
          'anthropic.attempt.outcome': outcome,
          'http.response.status_code': code,
          'gen_ai.request.model': model,
        });
      const what = failure === undefined && type === undefined ? code : `${outcome} ${code} ${type}`;
      this.#attempts.add(
        model,
        what,
        () => defined<Attributes>(attributes(), { 'error.type': type }),
        context,
      );
      if (waitSeconds !== undefined) record(this.#retryDelay, waitSeconds, attributes(), context);
    }
  }

  #recordStream({ streamOutcome, context }: CallFacts, model: string | undefined): void {
    if (streamOutcome === undefined) return;
    const attributes = { 'anthropic.stream.outcome': streamOutcome, 'gen_ai.request.model': model };
    this.#streams.add(1, defined(attributes), context);
  }

  #recordRateLimits({ rateLimits }: CallFacts, model: string | undefined): void {
    for (const rateLimit of rateLimits) {
      const kind = this.#cardinality.rateLimitKind(rateLimit.kind);
      if (kind !== undefined) this.#rateLimits.told(kind, model, rateLimit);
    }
  }
}

/** Calls that metrics do not tell apart, and what they say of them. */
interface CallKind {
  readonly responseModel: string | undefined;
  readonly attributes: Attributes;
  /** Of tokens. */
  readonly input: Attributes;
  readonly output: Attributes;
}

const isOfKind = (kind: CallKind, start: SpanAttributes, responseModel: string | undefined): boolean =>
  kind.responseModel === responseModel &&
  kind.attributes['gen_ai.operation.name'] === start['gen_ai.operation.name'] &&
  kind.attributes['gen_ai.provider.name'] === start['gen_ai.provider.name'] &&
  kind.attributes['server.address'] === start['server.address'] &&
  kind.attributes['server.port'] === start['server.port'];

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
