// Monocle (`monocle_apptrace` 0.4 and newer): calls are spans of the type `inference`, and answer and tokens are events.
import type { AttributesLike } from '../spans/read-attributes.ts';
import type { Dialect, TelemetryRecord } from './dialect.ts';

/** `entity.1.type`: whose client it patched. Those of other vendors call no Claude. */
const PROVIDERS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ['inference.anthropic', 'anthropic'],
  ['inference.aws_bedrock', 'aws.bedrock'],
]);

const eventOf = ({ events = [] }: TelemetryRecord, name: string): AttributesLike =>
  events.findLast((event) => event.name === name)?.attributes ?? {};

export const monocle: Dialect = {
  id: 'monocle',
  title: 'Monocle',
  speaks: ({ attributes }) => attributes['monocle_apptrace.version'] !== undefined,
  // A workflow, an agent or a retriever repeats the error of the call within.
  roleOf: ({ attributes }) =>
    attributes['span.type'] === 'inference' && PROVIDERS.has(attributes['entity.1.type'])
      ? 'call'
      : undefined,
  names: [['entity.2.name', 'gen_ai.request.model']],
  facts(record) {
    const reason = eventOf(record, 'data.output').finish_reason;
    const tokens = eventOf(record, 'metadata').completion_tokens;
    return {
      'gen_ai.provider.name': PROVIDERS.get(record.attributes['entity.1.type']),
      ...(typeof reason === 'string' && { 'gen_ai.response.finish_reasons': [reason] }),
      ...(typeof tokens === 'number' && { 'gen_ai.usage.output_tokens': tokens }),
    };
  },
};
