// Monocle (`monocle_apptrace` 0.4 and newer). Calls are spans of type `inference`; events have the answer and the tokens.
import type { AttributesLike } from '../spans/read-attributes.ts';
import type { Dialect, TelemetryRecord } from './dialect.ts';

/** `entity.1.type`: the vendor of the patched client. Other vendors' clients do not call Claude. */
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
  // Workflows, agents and retrievers repeat the error of the call inside.
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
