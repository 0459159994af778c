// Reads requests to the Datadog Agent at `/v0.4/traces`, and its library's other requests, which carry no spans.
import { readMessagePack } from './message-pack.ts';
import { isRecord, records, text, type WireFormat, type WireSpan } from './span.ts';

type Json = Readonly<Record<string, unknown>>;

const OTHERS =
  /^\/(info|telemetry\/|v0\.7\/config|v0\.6\/stats|v0\.1\/|evp_proxy\/|debugger\/|profiling\/|dogstatsd)/;

export const DATADOG: WireFormat = {
  takes: ({ path }) => path === '/v0.4/traces' || OTHERS.test(path),
  spans: ({ path, body }) => {
    if (path !== '/v0.4/traces' || body.length === 0) return [];
    const traces = readMessagePack(body);
    return Array.isArray(traces) ? traces.flatMap((trace) => records(trace).map(read)) : [];
  },
  answer: ({ path }) =>
    JSON.stringify(path === '/info' ? { endpoints: ['/v0.4/traces'] } : { rate_by_service: {} }),
};

function read({ trace_id, span_id, parent_id, name, error, meta, metrics }: Json): WireSpan {
  const attributes = new Map([meta, metrics].filter(isRecord).flatMap((tags) => Object.entries(tags)));
  const parent = String(parent_id ?? 0);
  return {
    traceId: String(trace_id),
    spanId: String(span_id),
    parentSpanId: parent === '0' ? undefined : parent,
    name: text(name),
    kind: text(attributes.get('span.kind')).toUpperCase(),
    // Spans of the OpenTelemetry API have no component of Datadog's.
    scope: text(attributes.get('component')),
    failed: Number(error) === 1,
    attributes,
  };
}
