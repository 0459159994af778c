// Records the spans and measurements that a subject passes to OpenTelemetry for one call, in the order of their starts.
import {
  type Attributes,
  type AttributeValue,
  type HrTime,
  type Meter,
  type MeterProvider,
  type MetricOptions,
  type Span,
  SpanKind,
  type SpanStatus,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { Listening } from './telemetry.ts';

/** Survives JSON. */
export interface HandedSpan {
  readonly scope: string;
  readonly name: string;
  readonly kind: SpanKind;
  /** The attributes with which it starts, as samplers see them. */
  readonly atStart: Attributes;
  /** The span at its end; `undefined` if it is not sampled. */
  readonly ended?: EndedSpan;
}

interface EndedSpan
  extends Pick<ReadableSpan, 'attributes' | 'status' | 'startTime' | 'endTime' | 'duration' | 'events'> {
  readonly spanContext: ReturnType<Span['spanContext']>;
  readonly parentSpanContext: ReturnType<Span['spanContext']> | undefined;
  readonly status: SpanStatus;
  readonly startTime: HrTime;
}

type Create = 'createHistogram' | 'createCounter' | 'createUpDownCounter' | 'createGauge';
const CREATE: readonly Create[] = ['createHistogram', 'createCounter', 'createUpDownCounter', 'createGauge'];

export interface Measurement {
  /** The method of a meter that makes its instrument, and that method's arguments. */
  readonly create: Create;
  readonly name: string;
  readonly options?: MetricOptions | undefined;
  readonly value: number;
  readonly attributes?: Attributes;
}

export interface Handed {
  readonly spans: readonly HandedSpan[];
  readonly measurements: readonly Measurement[];
  /** How often the monotonic clock was read, by whomever. */
  readonly clockReadings: number;
}

interface StartedSpan extends Omit<HandedSpan, 'ended'> {
  readonly span: Span;
}

/** Listens to what is handed to OpenTelemetry and passes it on. */
export class Handing implements Listening {
  /** Providers give the same ones again. */
  readonly #wrapped = new WeakSet<Tracer | Meter>();
  #spans: StartedSpan[] = [];
  #measurements: Measurement[] = [];
  #clockReadings = 0;

  constructor() {
    const now = performance.now.bind(performance);
    performance.now = () => {
      this.#clockReadings += 1;
      return now();
    };
  }

  /** Forgets what was handed over so far. */
  clear(): void {
    this.#spans = [];
    this.#measurements = [];
    this.#clockReadings = 0;
  }

  take(): Handed {
    const spans = this.#spans.map(
      ({ span, ...start }): HandedSpan => ({
        ...start,
        ...(span.isRecording() || 'attributes' in span ? { ended: endedSpan(span as never) } : {}),
      }),
    );
    return { spans, measurements: this.#measurements, clockReadings: this.#clockReadings };
  }

  tracerProvider(provider: TracerProvider): TracerProvider {
    return {
      getTracer: (scope, ...args) => {
        const tracer = provider.getTracer(scope, ...args);
        if (this.#wrapped.has(tracer)) return tracer;
        this.#wrapped.add(tracer);
        const startSpan = tracer.startSpan.bind(tracer);
        tracer.startSpan = (name, options, context) => {
          const span = startSpan(name, options, context);
          const { kind = SpanKind.INTERNAL, attributes = {} } = options ?? {};
          this.#spans.push({ scope, name, kind, atStart: { ...attributes }, span });
          return span;
        };
        return tracer;
      },
    };
  }

  meterProvider(provider: MeterProvider): MeterProvider {
    return {
      getMeter: (...args) => {
        const meter = provider.getMeter(...args);
        if (this.#wrapped.has(meter)) return meter;
        this.#wrapped.add(meter);
        for (const create of CREATE) this.#listenTo(meter, create);
        return meter;
      },
    };
  }

  #listenTo(meter: Meter, create: Create): void {
    const make = meter[create].bind(meter) as (name: string, options?: MetricOptions) => Instrument;
    const listening = (name: string, options?: MetricOptions): Instrument => {
      const instrument = make(name, options);
      const method = 'add' in instrument ? 'add' : 'record';
      const pass = instrument[method]?.bind(instrument);
      instrument[method] = (value, attributes, context) => {
        this.#measurements.push({ create, name, options, value, attributes: { ...attributes } });
        pass?.(value, attributes, context);
      };
      return instrument;
    };
    Object.assign(meter, { [create]: listening });
  }
}

type Measure = (value: number, attributes?: Attributes, context?: unknown) => void;
interface Instrument {
  add?: Measure;
  record?: Measure;
}

const endedSpan = (span: ReadableSpan): EndedSpan => ({
  attributes: span.attributes,
  status: span.status,
  startTime: span.startTime,
  endTime: span.endTime,
  duration: span.duration,
  events: span.events,
  spanContext: span.spanContext(),
  parentSpanContext: span.parentSpanContext,
});

/** The attributes of `now` that `before` lacks or has otherwise. */
export function addedTo(before: Attributes, now: Attributes): Attributes {
  const differs = ([name, value]: [string, AttributeValue | undefined]): boolean =>
    JSON.stringify(value) !== JSON.stringify(before[name]);
  return Object.fromEntries(Object.entries(now).filter(differs));
}
