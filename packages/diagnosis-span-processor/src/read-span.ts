// What a span says of its call: ours as it is, one of another instrumentation in the words of the conventions.
import { SpanStatusCode } from '@opentelemetry/api';
import { type AttributesLike, normalizeAttributes } from '@sevenstep/checklist';
import type { ReadableSpanLike } from './span-types.ts';

export interface SpanReading {
  readonly attributes: AttributesLike;
  readonly statusMessage: string | undefined;
}

/** Whether the instrumentation of this project made the span, or adopted it. */
export const isOurs = ({ attributes }: ReadableSpanLike): boolean =>
  attributes['anthropic.sdk.method'] !== undefined;

export function readSpan(span: ReadableSpanLike): SpanReading {
  const { attributes, status, events = [] } = span;
  const failed = status?.code === SpanStatusCode.ERROR;
  const statusMessage = status?.message;
  if (isOurs(span) || !(failed || 'llm.provider' in attributes)) return { attributes, statusMessage };
  const exception = events.findLast(({ name }) => name === 'exception')?.attributes;
  return normalizeAttributes(attributes, { failed, statusMessage, exception });
}
