// How many bytes a call is as OTLP, before compression: the simulator's calls are more alike than those of users.
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

type Format = 'protobuf' | 'JSON';
interface Serializer {
  serializeRequest(spans: ReadableSpan[]): Uint8Array | undefined;
}
const FORMATS: Readonly<Record<Format, Serializer>> = {
  protobuf: ProtobufTraceSerializer,
  JSON: JsonTraceSerializer,
};

/** Bytes of a call, in a batch of so many. */
type Bytes = Readonly<Record<Format, number>>;

export function bytesPerCall(spans: readonly ReadableSpan[], calls: number): Bytes {
  const bytes = Object.entries(FORMATS).map(([name, serializer]) => {
    const body = serializer.serializeRequest([...spans]);
    if (body === undefined) throw new Error(`the ${name} serializer made nothing of ${spans.length} spans`);
    return [name, Math.round(body.length / calls)];
  });
  return Object.fromEntries(bytes) as Bytes;
}
