// OTLP over HTTP, JSON and protobuf, at any path that ends as OTLP's do.
import { decodeRequest } from '../../../packages/doctor/src/otlp/codec.ts';
import { isRecord, records, text, type WireFormat, type WireSpan } from './span.ts';

const KINDS = ['', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const ERROR = 2;
const DURATION = /^gen_ai\.client\.\w+\.duration$/;

export const OTLP: WireFormat = {
  takes: ({ path }) => /\/v1\/(traces|metrics|logs)\/?$/.test(path),
  spans: ({ path, contentType, body }) => {
    if (!/\/v1\/traces\/?$/.test(path)) return [];
    const request: unknown = contentType.includes('json') ? JSON.parse(body.toString()) : decodeRequest(body);
    if (!isRecord(request)) return [];
    return records(request.resourceSpans).flatMap(({ scopeSpans }) =>
      records(scopeSpans).flatMap(({ scope, spans }) =>
        records(spans).map((span) => read(span, isRecord(scope) ? text(scope.name) : '')),
      ),
    );
  },
  // `{}` is no protobuf: exporters that log would say so.
  answer: ({ contentType }) => (contentType.includes('json') ? '{}' : ''),
  measured: ({ path, contentType, body }) => {
    if (!path.endsWith('/v1/metrics') || !contentType.includes('json')) return new Map();
    const request: unknown = JSON.parse(body.toString());
    const metrics = records(isRecord(request) ? request.resourceMetrics : undefined).flatMap((of) =>
      records(of.scopeMetrics).flatMap((scoped) => records(scoped.metrics)),
    );
    return new Map(
      metrics.flatMap(({ name, histogram }) =>
        DURATION.test(text(name)) && isRecord(histogram) ? [[text(name), countOf(histogram)]] : [],
      ),
    );
  },
};

const countOf = ({ dataPoints }: Readonly<Record<string, unknown>>): number =>
  records(dataPoints).reduce((sum, { count }) => sum + Number(count), 0);

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
