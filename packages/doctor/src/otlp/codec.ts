// Export requests in protobuf to those in JSON and back: everything else reads and writes the JSON form.
import protobuf from 'protobufjs/light.js';
import { isRecord, type Json, listOf } from '../spans/span.ts';
import { checkFields } from './count-fields.ts';
import { IDS, MESSAGES } from './messages.ts';

const REQUEST = 'ExportTraceServiceRequest';
const Request = build(MESSAGES).lookupType(REQUEST);

/** With each span as its bytes: one that is broken costs that span. */
const Reading = build({ ...MESSAGES, ScopeSpans: { ...MESSAGES.ScopeSpans, spans: ['bytes[]', 2] } });
const ReadRequest = Reading.lookupType(REQUEST);
const ReadSpan = Reading.lookupType('Span');

function build(messages: typeof MESSAGES): protobuf.Root {
  const nested = Object.fromEntries(
    Object.entries(messages).map(([name, fields]) => [
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
  return protobuf.Root.fromJSON({ nested });
}

const AS_JSON = { longs: String, json: true } as const;

/** @throws Error when the bytes are no such message; a span in it that is none is left out. */
export function decodeRequest(bytes: Uint8Array): Json {
  checkFields(bytes, REQUEST);
  const request = ReadRequest.toObject(ReadRequest.decode(bytes), AS_JSON);
  for (const group of recordsIn(request.resourceSpans)) {
    for (const scoped of recordsIn(group.scopeSpans)) scoped.spans = listOf(scoped.spans).flatMap(decodeSpan);
  }
  return request;
}

function decodeSpan(bytes: unknown): Json[] {
  if (!(bytes instanceof Uint8Array)) return [];
  try {
    const span = ReadSpan.toObject(ReadSpan.decode(bytes), AS_JSON);
    for (const id of IDS)
      if (span[id] instanceof Uint8Array) span[id] = Buffer.from(span[id]).toString('hex');
    return [span];
  } catch {
    return [];
  }
}

const recordsIn = (list: unknown): Record<string, unknown>[] =>
  listOf(list).filter((one): one is Record<string, unknown> => isRecord(one));

export function encodeRequest(request: Json): Uint8Array {
  const copy = structuredClone(request) as Json;
  for (const span of spansIn(copy)) {
    for (const id of IDS) {
      if (typeof span[id] === 'string') span[id] = Buffer.from(span[id], 'hex');
    }
  }
  return Request.encode(Request.fromObject(copy as Record<string, unknown>)).finish();
}

const spansIn = (request: Json): Record<string, unknown>[] =>
  recordsIn(request.resourceSpans)
    .flatMap((group) => recordsIn(group.scopeSpans))
    .flatMap((scoped) => recordsIn(scoped.spans));
