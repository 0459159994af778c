// Converts export requests between protobuf and JSON. Other code reads and writes only the JSON form.
import protobuf from 'protobufjs/light.js';
import { parseJson } from '../spans/json.ts';
import { isRecord, type Json, listOf } from '../spans/span.ts';
import { checkFields } from './count-fields.ts';
import { IDS, MESSAGES, WITH_PRESENCE } from './messages.ts';

type Fields = Record<string, unknown>;

/** A kind of export request: spans, log records or metrics. It has the names of its messages and of the fields with the items. */
interface Signal {
  readonly request: string;
  readonly item: string;
  readonly groups: string;
  /** The field that groups items by instrumentation. */
  readonly scopes: string;
  readonly items: string;
}

const SPANS: Signal = {
  request: 'ExportTraceServiceRequest',
  item: 'Span',
  groups: 'resourceSpans',
  scopes: 'scopeSpans',
  items: 'spans',
};
const LOGS: Signal = {
  request: 'ExportLogsServiceRequest',
  item: 'LogRecord',
  groups: 'resourceLogs',
  scopes: 'scopeLogs',
  items: 'logRecords',
};
const METRICS: Signal = {
  request: 'ExportMetricsServiceRequest',
  item: 'Metric',
  groups: 'resourceMetrics',
  scopes: 'scopeMetrics',
  items: 'metrics',
};

const scopesIn = (request: Json, { groups, scopes }: Signal): readonly Fields[] =>
  recordsIn(request[groups]).flatMap((group) => recordsIn(group[scopes]));

const Messages = build(MESSAGES);

/** Reads each item as bytes, so that a broken item does not affect the others. */
const Reading = build({
  ...MESSAGES,
  ScopeSpans: { ...MESSAGES.ScopeSpans, spans: ['bytes[]', 2] },
  ScopeLogs: { ...MESSAGES.ScopeLogs, logRecords: ['bytes[]', 2] },
});

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
        ...oneofsOf(name),
      },
    ]),
  );
  return protobuf.Root.fromJSON({ nested });
}

function oneofsOf(message: string): { oneofs?: Record<string, { oneof: string[] }> } {
  const [group, fields] = WITH_PRESENCE.get(message) ?? [];
  return group === undefined || fields === undefined ? {} : { oneofs: { [group]: { oneof: [...fields] } } };
}

const AS_JSON = { longs: String, json: true } as const;

/** @throws Error if the bytes are not such a message. Broken spans are left out. */
export const decodeRequest = (bytes: Uint8Array): Json => decode(bytes, SPANS);

/** Decodes an export of logs in the same way. */
export const decodeLogs = (bytes: Uint8Array): Json => decode(bytes, LOGS);

function decode(bytes: Uint8Array, signal: Signal): Json {
  checkFields(bytes, signal.request);
  const type = Reading.lookupType(signal.request);
  const item = Reading.lookupType(signal.item);
  const request = type.toObject(type.decode(bytes), AS_JSON);
  for (const scope of scopesIn(request, signal))
    scope[signal.items] = listOf(scope[signal.items]).flatMap((one) => decodeItem(one, item));
  return request;
}

function decodeItem(bytes: unknown, type: protobuf.Type): Json[] {
  if (!(bytes instanceof Uint8Array)) return [];
  try {
    const item = type.toObject(type.decode(bytes), AS_JSON);
    for (const id of IDS)
      if (item[id] instanceof Uint8Array) item[id] = Buffer.from(item[id]).toString('hex');
    return [item];
  } catch {
    return [];
  }
}

/** The items that a receiver rejected in a successful response, with its reason. */
export interface Rejected {
  readonly count: number;
  readonly reason: string;
}

/** The names of the count in JSON, by signal. */
const COUNTS = ['rejectedSpans', 'rejectedDataPoints', 'rejectedLogRecords', 'rejected'] as const;

/** @returns `undefined` if the receiver accepted everything, or the bytes are not such a response */
export function rejectedIn(answer: Uint8Array, isJson: boolean): Rejected | undefined {
  try {
    const type = Messages.lookupType('ExportResponse');
    const read: unknown = isJson ? parseJson(answer) : type.toObject(type.decode(answer), AS_JSON);
    const partial = isRecord(read) ? read.partialSuccess : undefined;
    if (!isRecord(partial)) return undefined;
    const count = Math.max(...COUNTS.map((name) => Number(partial[name] ?? 0)));
    const { errorMessage = '' } = partial;
    return count > 0 ? { count, reason: String(errorMessage).slice(0, MAX_REASON) } : undefined;
  } catch {
    return undefined;
  }
}

/** The displayed length of a reason, in characters. */
const MAX_REASON = 200;

const recordsIn = (list: unknown): Fields[] => listOf(list).filter((one): one is Fields => isRecord(one));

export const encodeRequest = (request: Json): Uint8Array => encode(request, SPANS);

/** Encodes an export of logs. */
export const encodeLogs = (request: Json): Uint8Array => encode(request, LOGS);

/** Encodes an export of metrics. */
export const encodeMetrics = (request: Json): Uint8Array => encode(request, METRICS);

function encode(request: Json, signal: Signal): Uint8Array {
  const copy = structuredClone(request) as Json;
  for (const item of scopesIn(copy, signal).flatMap((scope) => recordsIn(scope[signal.items]))) {
    for (const id of IDS) {
      if (typeof item[id] === 'string') item[id] = Buffer.from(item[id], 'hex');
    }
  }
  const type = Messages.lookupType(signal.request);
  return type.encode(type.fromObject(copy as Fields)).finish();
}
