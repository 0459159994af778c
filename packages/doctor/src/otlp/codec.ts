// Export requests in protobuf to those in JSON and back: everything else reads and writes the JSON form.
import protobuf from 'protobufjs/light.js';
import { parseJson } from '../spans/json.ts';
import { isRecord, type Json, listOf } from '../spans/span.ts';
import { checkFields } from './count-fields.ts';
import { IDS, MESSAGES, WITH_PRESENCE } from './messages.ts';

type Fields = Record<string, unknown>;

/** One kind of export requests, spans, records of logs or metrics: the names of its messages, and of the fields that hold the items. */
interface Signal {
  readonly request: string;
  readonly item: string;
  readonly groups: string;
  /** The field with the items of each instrumentation. */
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

/** With each item as its bytes: one that is broken costs that item. */
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

/** @throws Error when the bytes are not such a message. It leaves out spans that are broken. */
export const decodeRequest = (bytes: Uint8Array): Json => decode(bytes, SPANS);

/** The same of an export of logs. */
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

/** Items of an export that the receiver rejected, with its reason, though it answered with success. */
export interface Rejected {
  readonly count: number;
  readonly reason: string;
}

/** The names of the count in JSON, by signal. */
const COUNTS = ['rejectedSpans', 'rejectedDataPoints', 'rejectedLogRecords', 'rejected'] as const;

/** @returns `undefined` where it took everything, and for bytes that are no such answer */
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

/** Characters of a reason that are shown. */
const MAX_REASON = 200;

const recordsIn = (list: unknown): Fields[] => listOf(list).filter((one): one is Fields => isRecord(one));

export const encodeRequest = (request: Json): Uint8Array => encode(request, SPANS);

/** The same of an export of logs. */
export const encodeLogs = (request: Json): Uint8Array => encode(request, LOGS);

/** The same of an export of metrics. */
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
