// Reads the id of a span's parent, in all major versions of the OpenTelemetry SDK.
import type { ReadableSpanLike } from './span-types.ts';

/** SDK 2.x and 3.x have the first field, 1.x the second. */
export const parentIdOf = ({ parentSpanContext, parentSpanId }: ReadableSpanLike): string | undefined =>
  parentSpanContext?.spanId ?? parentSpanId;
