// Sentry's envelopes, as its ingest endpoint takes them: https://develop.sentry.dev/sdk/foundations/transport/envelopes/
import { isRecord, records, text, type WireFormat, type WireSpan } from './span.ts';

type Json = Readonly<Record<string, unknown>>;

export const SENTRY: WireFormat = {
  takes: ({ path }) => /^\/api\/\d+\/envelope\/$/.test(path),
  spans: ({ body }) => {
    const [, ...lines] = body.toString().trimEnd().split('\n');
    return lines.flatMap((line, index) => {
      // A header and its payload by turns.
      const header: unknown = index % 2 === 0 ? JSON.parse(line) : undefined;
      const payload = lines[index + 1];
      if (!isRecord(header) || payload === undefined) return [];
      if (header.type === 'transaction') return transactionSpans(JSON.parse(payload) as Json);
      if (header.type === 'span') return records((JSON.parse(payload) as Json).items).map(streamedSpan);
      return [];
    });
  },
};

function transactionSpans({ transaction, contexts, spans }: Json): readonly WireSpan[] {
  const root = isRecord(contexts) && isRecord(contexts.trace) ? contexts.trace : {};
  return [{ ...root, description: transaction }, ...records(spans)].map((span: Json) => ({
    ...ids(span),
    name: text(span.description),
    kind: kindOf(span.data, span.op),
    // Spans that Sentry did not make have the origin `manual`.
    scope: span.origin === 'manual' ? '' : text(span.origin),
    failed: span.status !== undefined && span.status !== 'ok',
    attributes: new Map(isRecord(span.data) ? Object.entries(span.data) : []),
  }));
}

/** A span item of Sentry 11, which sends them one by one. */
function streamedSpan(span: Json): WireSpan {
  const attributes = new Map(
    Object.entries(isRecord(span.attributes) ? span.attributes : {}).map(([key, typed]) => [
      key,
      isRecord(typed) ? typed.value : typed,
    ]),
  );
  const origin = text(attributes.get('sentry.origin'));
  return {
    ...ids(span),
    name: text(span.name),
    kind: kindOf(Object.fromEntries(attributes), attributes.get('sentry.op')),
    scope: origin === 'manual' ? '' : origin,
    failed: span.status !== undefined && span.status !== 'ok',
    attributes,
  };
}

const ids = (span: Json) => ({
  traceId: text(span.trace_id),
  spanId: text(span.span_id),
  parentSpanId: text(span.parent_span_id) || undefined,
});

function kindOf(data: unknown, op: unknown): string {
  const kind = isRecord(data) ? text(data['otel.kind']) : '';
  if (kind !== '') return kind;
  return op === 'http.server' ? 'SERVER' : '';
}
