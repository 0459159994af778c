// The attributes of a call's span: of ours as they are, of others under the names of the conventions.
import { SpanStatusCode } from '@opentelemetry/api';
import { type AttributesLike, isOwnCall, normalizeAttributes } from '@sevenstep/checklist';
import type { ReadableSpanLike } from './span-types.ts';

export interface SpanReading {
  readonly attributes: AttributesLike;
  readonly statusMessage: string | undefined;
}

export function readSpan(span: ReadableSpanLike): SpanReading {
  const { attributes, status, events = [] } = span;
  const failed = status?.code === SpanStatusCode.ERROR;
  const statusMessage = status?.message;
  if (isOwnCall(attributes) || !(failed || 'llm.provider' in attributes))
    return { attributes, statusMessage };
  const exception = events.findLast(({ name }) => name === 'exception')?.attributes;
  return normalizeAttributes(attributes, { failed, statusMessage, exception });
}
