// The OpenTelemetry set-up of a subject: spans and metrics are made and dropped, so that no exporter is measured.
import * as api from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';

/** The registered parts of OpenTelemetry. */
export type Mode = 'recording' | 'sampled-out' | 'no-provider';

/** The telemetry of a subject, which shows that it works. */
export interface Recorded {
  spans: number;
  attributes: number;
  last?: ReadableSpan;
}

/** Wraps the registered providers, to record the telemetry that they get. */
export interface Listening {
  tracerProvider(provider: api.TracerProvider): api.TracerProvider;
  meterProvider(provider: api.MeterProvider): api.MeterProvider;
}

/** Aggregates without collecting, as a periodic reader does between two exports. */
class IdleReader extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

export function startTelemetry(mode: Mode, listening?: Listening): Recorded {
  const recorded: Recorded = { spans: 0, attributes: 0 };
  if (mode === 'no-provider') return recorded;
  const counting = {
    onStart: () => undefined,
    onEnd: (span: ReadableSpan) => {
      recorded.spans += 1;
      recorded.attributes += Object.keys(span.attributes).length;
      recorded.last = span;
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const sampler = mode === 'recording' ? new AlwaysOnSampler() : new AlwaysOffSampler();
  const tracers = new BasicTracerProvider({ sampler, spanProcessors: [counting] });
  const meters = new MeterProvider({ readers: [new IdleReader()] });
  api.trace.setGlobalTracerProvider(listening?.tracerProvider(tracers) ?? tracers);
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.metrics.setGlobalMeterProvider(listening?.meterProvider(meters) ?? meters);
  return recorded;
}
