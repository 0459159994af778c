// Counts the ended spans that wait for an export.
import { TraceFlags } from '@opentelemetry/api';
import type { tracing } from '@opentelemetry/sdk-node';

let waiting = 0;

/** The number of sampled spans that ended and were not exported so far. A failed export counts: the exporter reports it. */
export const unsentSpans = (): number => waiting;

/** Counts the spans that `processor` gets, until `exporter` is done with them. */
export function countUnsent(processor: tracing.SpanProcessor, exporter: tracing.SpanExporter): void {
  const end = processor.onEnd.bind(processor);
  processor.onEnd = (span) => {
    if (span.spanContext().traceFlags & TraceFlags.SAMPLED) waiting += 1;
    end(span);
  };
  const send = exporter.export.bind(exporter);
  exporter.export = (spans, done) =>
    send(spans, (result) => {
      waiting -= spans.length;
      done(result);
    });
}
