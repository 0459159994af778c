// The id of a span's parent, in every line of the SDK.
import type { ReadableSpanLike } from './span-types.ts';

/** Of SDK 2.x and 3.x, else of 1.x. */
export const parentIdOf = ({ parentSpanContext, parentSpanId }: ReadableSpanLike): string | undefined =>
  parentSpanContext?.spanId ?? parentSpanId;
