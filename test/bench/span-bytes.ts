// The size of a span on the wire: the bytes of its protobuf.

import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { HandedSpan } from './suite/handed.ts';

/** Bytes that spans add to a batch. The spans of a batch share resource and scope. */
export function bytesOf(spans: readonly HandedSpan[]): number {
  const readable = spans.flatMap(readableSpan);
  return size([...readable, ...readable]) - size(readable);
}

const size = (spans: readonly ReadableSpan[]): number =>
  ProtobufTraceSerializer.serializeRequest([...spans])?.length ?? 0;

const RESOURCE = { attributes: {}, asyncAttributesPending: false } as unknown as ReadableSpan['resource'];

function readableSpan({ name, kind, ended }: HandedSpan): ReadableSpan[] {
  if (!ended) return [];
  const { spanContext, parentSpanContext, ...rest } = ended;
  return [
    {
      ...rest,
      ...(parentSpanContext && { parentSpanContext }),
      name,
      kind,
      spanContext: () => spanContext,
      links: [],
      ended: true,
      resource: RESOURCE,
      instrumentationScope: { name: 'bench' },
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    },
  ];
}
