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

/** What of OpenTelemetry is registered. */
export type Mode = 'recording' | 'sampled-out' | 'no-provider';

/** What a subject has recorded: that it does its work at all. */
export interface Recorded {
  spans: number;
  attributes: number;
  last?: ReadableSpan;
  /** Where somebody wants them: all that have ended since. */
  ended?: ReadableSpan[];
}

/** Aggregates and is never asked: what a periodic reader does between two exports. */
class IdleReader extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

export function startTelemetry(mode: Mode): Recorded {
  const recorded: Recorded = { spans: 0, attributes: 0 };
  if (mode === 'no-provider') return recorded;
  const counting = {
    onStart: () => undefined,
    onEnd: (span: ReadableSpan) => {
      recorded.spans += 1;
      recorded.attributes += Object.keys(span.attributes).length;
      recorded.last = span;
      recorded.ended?.push(span);
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const sampler = mode === 'recording' ? new AlwaysOnSampler() : new AlwaysOffSampler();
  api.trace.setGlobalTracerProvider(new BasicTracerProvider({ sampler, spanProcessors: [counting] }));
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.metrics.setGlobalMeterProvider(new MeterProvider({ readers: [new IdleReader()] }));
  return recorded;
}
