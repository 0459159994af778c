// Reads a span by its dialect: its role, and its attributes under the conventions' names.
import { SpanStatusCode } from '@opentelemetry/api';
import { readTelemetry, type TelemetryReading } from '@sevenstep/checklist';
import type { ReadableSpanLike } from './span-types.ts';

export const readSpan = (span: ReadableSpanLike): TelemetryReading =>
  readTelemetry({
    attributes: span.attributes,
    scope: scopeOf(span),
    name: span.name,
    failed: span.status?.code === SpanStatusCode.ERROR,
    statusMessage: span.status?.message,
    events: span.events,
  });

/** Name of the instrumentation scope. */
export const scopeOf = ({
  instrumentationScope,
  instrumentationLibrary,
}: ReadableSpanLike): string | undefined => (instrumentationScope ?? instrumentationLibrary)?.name;
