// Export requests in protobuf to those in JSON and back: everything else reads and writes the JSON form.
import protobuf from 'protobufjs/light.js';
import { isRecord, type Json, listOf } from '../spans/span.ts';
import { IDS, MESSAGES } from './messages.ts';

const Request = build();

function build(): protobuf.Type {
  const nested = Object.fromEntries(
    Object.entries(MESSAGES).map(([name, fields]) => [
      name,
      {
        fields: Object.fromEntries(
          Object.entries(fields).map(([field, [type, id]]) => {
            const repeated = type.endsWith('[]');
            return [field, { id, type: type.replace('[]', ''), ...(repeated && { rule: 'repeated' }) }];
          }),
        ),
        // One of the fields is set; a zero that is set counts.
        ...(name === 'AnyValue' && { oneofs: { value: { oneof: Object.keys(fields) } } }),
      },
    ]),
  );
  return protobuf.Root.fromJSON({ nested }).lookupType('ExportTraceServiceRequest');
}

/** @throws Error when the bytes are no such message */
export function decodeRequest(bytes: Uint8Array): Json {
  const request = Request.toObject(Request.decode(bytes), { longs: String, json: true });
  for (const span of spansIn(request)) {
    for (const id of IDS) {
      if (span[id] instanceof Uint8Array) span[id] = Buffer.from(span[id]).toString('hex');
    }
  }
  return request;
}

export function encodeRequest(request: Json): Uint8Array {
  const copy = structuredClone(request) as Json;
  for (const span of spansIn(copy)) {
    for (const id of IDS) {
      if (typeof span[id] === 'string') span[id] = Buffer.from(span[id], 'hex');
    }
  }
  return Request.encode(Request.fromObject(copy as Record<string, unknown>)).finish();
}

function spansIn(request: Json): Record<string, unknown>[] {
  return listOf(request.resourceSpans)
    .flatMap((group) => (isRecord(group) ? listOf(group.scopeSpans) : []))
    .flatMap((scoped) => (isRecord(scoped) ? listOf(scoped.spans) : []))
    .filter((span) => isRecord(span)) as Record<string, unknown>[];
}
