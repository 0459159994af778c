// Mastra (`@mastra/otel-exporter` 1.4.0, `@mastra/otel-bridge` 1.5.4). The span of a failed call shows only that it failed.
import { readString, readStrings } from '../spans/read-attributes.ts';
import { roleOfOperation } from './conventions.ts';
import type { Dialect, FactAttributes, TelemetryRecord } from './dialect.ts';

export const mastra: Dialect = {
  id: 'mastra',
  title: 'Mastra',
  speaks: ({ attributes }) => attributes['mastra.span.type'] !== undefined,
  // Steps, chunks and processors also have an operation, such as `model_step`.
  roleOf: (record) => {
    const role = roleOfOperation(record);
    return role !== 'call' || record.attributes['mastra.span.type'] === 'model_generation' ? role : undefined;
  },
  facts: (record) => failureOf(record) ?? {},
};

/** The agent's span has the error's sentence. If the answer did not begin, the AI SDK made up its id. */
function failureOf({ attributes, failed }: TelemetryRecord): FactAttributes | undefined {
  const [word] = readStrings(attributes, 'gen_ai.response.finish_reasons');
  if (word !== 'error' || failed === true || attributes['error.type'] !== undefined) return undefined;
  const hasBegun = readString(attributes, 'gen_ai.response.id')?.startsWith('msg_');
  return {
    'error.type': '_OTHER',
    'gen_ai.response.finish_reasons': undefined,
    ...(!hasBegun && { 'gen_ai.response.id': undefined, 'gen_ai.response.model': undefined }),
  };
}
