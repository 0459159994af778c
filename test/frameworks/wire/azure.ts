// Azure Monitor's envelopes, as its ingestion endpoint takes them at `/v2.1/track`, one JSON a line or a list.
import { isRecord, records, text, type WireFormat, type WireSpan } from './span.ts';

type Json = Readonly<Record<string, unknown>>;

export const AZURE: WireFormat = {
  takes: ({ path }) => path.endsWith('/v2.1/track'),
  spans: ({ body }) => envelopes(body.toString()).flatMap(read),
  answer: ({ body }) => {
    const items = envelopes(body.toString()).length;
    return JSON.stringify({ itemsReceived: items, itemsAccepted: items, errors: [] });
  },
};

const envelopes = (body: string): readonly Json[] =>
  records(
    body.startsWith('[')
      ? JSON.parse(body)
      : body
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
  );

function read({ data, tags }: Json): readonly WireSpan[] {
  if (!isRecord(data) || !isRecord(data.baseData) || !isRecord(tags)) return [];
  const { baseType, baseData } = data;
  if (baseType !== 'RequestData' && baseType !== 'RemoteDependencyData') return [];
  const properties = isRecord(baseData.properties) ? baseData.properties : {};
  return [
    {
      traceId: text(tags['ai.operation.id']),
      spanId: text(baseData.id),
      parentSpanId: text(tags['ai.operation.parentId']) || undefined,
      name: text(baseData.name),
      kind: baseType === 'RequestData' ? 'SERVER' : baseData.type === 'InProc' ? 'INTERNAL' : 'CLIENT',
      // The format has no scope.
      scope: '',
      failed: baseData.success === false,
      attributes: new Map(Object.entries(properties)),
    },
  ];
}
