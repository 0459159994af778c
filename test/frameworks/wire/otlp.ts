// OTLP over HTTP, JSON and protobuf, at any path that ends as OTLP's do.
import { decodeRequest } from '../../../packages/doctor/src/otlp/codec.ts';
import { isRecord, records, text, type WireFormat, type WireSpan } from './span.ts';

const KINDS = ['', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const ERROR = 2;

export const OTLP: WireFormat = {
  takes: ({ path }) => /\/v1\/(traces|metrics|logs)$/.test(path),
  spans: ({ path, contentType, body }) => {
    if (!path.endsWith('/v1/traces')) return [];
    const request: unknown = contentType.includes('json') ? JSON.parse(body.toString()) : decodeRequest(body);
    if (!isRecord(request)) return [];
    return records(request.resourceSpans).flatMap(({ scopeSpans }) =>
      records(scopeSpans).flatMap(({ scope, spans }) =>
        records(spans).map((span) => read(span, isRecord(scope) ? text(scope.name) : '')),
      ),
    );
  },
};

const read = (span: Readonly<Record<string, unknown>>, scope: string): WireSpan => ({
  traceId: text(span.traceId),
  spanId: text(span.spanId),
  parentSpanId: text(span.parentSpanId) || undefined,
  name: text(span.name),
  kind: KINDS[Number(span.kind ?? 0)] ?? '',
  scope,
  failed: isRecord(span.status) && span.status.code === ERROR,
  attributes: new Map(records(span.attributes).map(({ key, value }) => [text(key), plain(value)])),
});

/** The one value of an `AnyValue`. */
const plain = (value: unknown): unknown => (isRecord(value) ? Object.values(value)[0] : value);
