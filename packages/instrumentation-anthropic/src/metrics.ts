// A call as metrics: the instruments, and what is recorded on them when a call ends.
import {
  type Attributes,
  type Context,
  type Counter,
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
import type { RateLimit } from '@sevenstep/semantic-conventions/builders';
import { defined } from './attributes/defined.ts';
import { Cardinality } from './cardinality.ts';
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
  readonly stream?: { readonly outcome?: StreamOutcome | undefined; readonly chunks: ChunkTimes } | undefined;
  /** Of the last response. */
  readonly rateLimits: readonly RateLimit[];
  /** That of the call's span, for exemplars. */
  readonly context: Context;
}

/** The instruments of one meter. A new meter provider needs a new one. */
export class CallMetrics {
  readonly #cardinality: Cardinality;
  readonly #duration: Histogram;
  readonly #tokens: Histogram;
  readonly #firstChunk: Histogram;
  readonly #perChunk: Histogram;
  readonly #attempts: Counter;
  readonly #retryDelay: Histogram;
  readonly #streams: Counter;
  readonly #rateLimits: RateLimitGauges;

  constructor(meter: Meter, cardinality: Cardinality = new Cardinality()) {
    this.#cardinality = cardinality;
    this.#duration = histogram(meter, 'gen_ai.client.operation.duration');
    this.#tokens = histogram(meter, 'gen_ai.client.token.usage');
    this.#firstChunk = histogram(meter, 'gen_ai.client.operation.time_to_first_chunk');
    this.#perChunk = histogram(meter, 'gen_ai.client.operation.time_per_output_chunk');
    this.#attempts = meter.createCounter(...described('anthropic.client.attempts'));
    this.#retryDelay = histogram(meter, 'anthropic.client.retry.delay');
    this.#streams = meter.createCounter(...described('anthropic.client.stream.outcomes'));
    this.#rateLimits = new RateLimitGauges(meter);
  }

  /** For the times between the events of a stream, of a call whose span started with `start`. */
  chunkTimes(start: SpanAttributes, context: Context = currentContext.active()): ChunkTimes {
    const isGenAi = start['gen_ai.operation.name'] !== undefined;
    return new ChunkTimes((times, responseModel) => {
      if (!isGenAi) return;
      const attributes = this.#cardinality.call(start, responseModel);
      for (const time of times) this.#perChunk.record(time, attributes, context);
    });
  }

  /** Records a call. To be told once. */
  callEnded(call: CallFacts): void {
    this.#recordCall(call);
    this.#recordAttempts(call);
    this.#recordStream(call);
    this.#recordRateLimits(call);
  }

  /** The metrics of the GenAI conventions, of which only calls with one of its operations are part. */
  #recordCall({ start, end, durationSeconds, context }: CallFacts): void {
    if (start['gen_ai.operation.name'] === undefined) return;
    const attributes = this.#cardinality.call(start, end['gen_ai.response.model']);
    // The same as on the span, and like there absent on success.
    const errorType = this.#cardinality.errorType(end['error.type']);
    const ofDuration = errorType === undefined ? attributes : { ...attributes, 'error.type': errorType };
    record(this.#duration, durationSeconds, ofDuration, context);
    record(this.#firstChunk, end['gen_ai.response.time_to_first_chunk'], attributes, context);
    for (const type of ['input', 'output'] as const) {
      const tokens = end[`gen_ai.usage.${type}_tokens`];
      record(this.#tokens, tokens, { ...attributes, 'gen_ai.token.type': type }, context);
    }
  }

  #recordAttempts({ start, attempts, context }: CallFacts): void {
    const model = this.#cardinality.model(start['gen_ai.request.model']);
    for (const { status, failure, errorType, waitSeconds } of attempts) {
      const attributes = defined({
        'anthropic.attempt.outcome': failure ?? 'success',
        'http.response.status_code': this.#cardinality.statusCode(status),
        'gen_ai.request.model': model,
      });
      const error = { 'error.type': this.#cardinality.errorType(errorType) };
      this.#attempts.add(1, defined<Attributes>(attributes, error), context);
      record(this.#retryDelay, waitSeconds, attributes, context);
    }
  }

  #recordStream({ start, end, stream, context }: CallFacts): void {
    if (!stream) return;
    stream.chunks.flush(end['gen_ai.response.model']);
    if (stream.outcome === undefined) return;
    const model = this.#cardinality.model(start['gen_ai.request.model']);
    const attributes = { 'anthropic.stream.outcome': stream.outcome, 'gen_ai.request.model': model };
    this.#streams.add(1, defined(attributes), context);
  }

  #recordRateLimits({ start, rateLimits }: CallFacts): void {
    const model = this.#cardinality.model(start['gen_ai.request.model']);
    for (const rateLimit of rateLimits) {
      const kind = this.#cardinality.rateLimitKind(rateLimit.kind);
      if (kind !== undefined) this.#rateLimits.told(kind, model, rateLimit);
    }
  }
}

/** As many times are kept before they are recorded: half a KiB for each stream that is being read. */
const KEPT_TIMES = 64;

/**
 * The times between the events of one stream. A histogram takes about 3 µs to record one (`sdk-metrics` 2.12), which
 * an event of a stream need not wait for: here it takes a few nanoseconds, and every {@link KEPT_TIMES} events, and at
 * the end, all of them are recorded. None is left out.
 */
export class ChunkTimes {
  readonly #record: (times: Iterable<number>, responseModel: string | undefined) => void;
  readonly #times = new Float64Array(KEPT_TIMES);
  #count = 0;
  #responseModel: string | undefined;

  constructor(record: (times: Iterable<number>, responseModel: string | undefined) => void) {
    this.#record = record;
  }

  /** @param seconds since the event before. Not of the first event. @param responseModel once it is known. */
  chunk(seconds: number, responseModel: string | undefined): void {
    if (!isMeasured(seconds)) return;
    this.#responseModel ??= responseModel;
    this.#times[this.#count] = seconds;
    this.#count += 1;
    if (this.#count === KEPT_TIMES) this.flush(responseModel);
  }

  /** Records what is kept. */
  flush(responseModel: string | undefined): void {
    const times = this.#times.subarray(0, this.#count);
    this.#count = 0;
    if (times.length > 0) this.#record(times, this.#responseModel ?? responseModel);
  }
}

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
