// Mastra (`@mastra/otel-exporter` 1.4.0, `@mastra/otel-bridge` 1.5.4). The span of a failed call shows only that it failed. The agent's span has the error.
import { readString, readStrings } from '../spans/read-attributes.ts';
import { aiSdkAnswer } from './ai-sdk-answer.ts';
import { roleOfOperation } from './conventions.ts';
import type { Dialect, FactAttributes, TelemetryRecord } from './dialect.ts';
import { messageOf } from './failure.ts';

export const mastra: Dialect = {
  id: 'mastra',
  title: 'Mastra',
  speaks: ({ attributes }) => attributes['mastra.span.type'] !== undefined,
  // The call's span is `model_inference`, and with an older `@mastra/core` `model_generation` (`isModelInferenceEnabled` of the
  // exporter). Other spans have other operations, such as `model_step`.
  roleOf: (record) => {
    const role = roleOfOperation(record);
    return role !== 'call' || record.attributes['gen_ai.operation.name'] === 'chat' ? role : undefined;
  },
  agentHasException: true,
  // Mastra calls Claude with the AI SDK.
  facts: (record) => ({
    ...aiSdkAnswer({ ...record, statusMessage: messageOf(record) }),
    ...(record.failed === true ? errorOf(record) : endOf(record)),
  }),
};

/** Whether the answer began. If it did not, the AI SDK made up its id. */
const hasBegun = ({ attributes }: TelemetryRecord): boolean =>
  attributes['mastra.completion_start_time'] !== undefined ||
  readString(attributes, 'gen_ai.response.id')?.startsWith('msg_') === true;

/** The AI SDK's sentences for a stream that broke off. Any other error in a stream is an event of it. */
const BROKEN: readonly (readonly [words: RegExp, type: string])[] = [
  [/^Failed to process successful response$/, 'stream_interrupted'],
  [/^JSON parsing failed: /, 'stream_malformed'],
];

function errorOf(record: TelemetryRecord): FactAttributes {
  if (!hasBegun(record)) return {};
  const type = BROKEN.find(([words]) => words.test(messageOf(record) ?? ''))?.[1];
  return type === undefined ? { 'anthropic.stream.outcome': 'error_event' } : { 'error.type': type };
}

/** Every failure has the finish reason `error`. */
function endOf(record: TelemetryRecord): FactAttributes {
  const { attributes } = record;
  const [word] = readStrings(attributes, 'gen_ai.response.finish_reasons');
  if (word !== 'error' || attributes['error.type'] !== undefined) return {};
  return {
    'error.type': '_OTHER',
    'anthropic.stream.outcome': undefined,
    'gen_ai.response.finish_reasons': undefined,
    ...(!hasBegun(record) && { 'gen_ai.response.id': undefined, 'gen_ai.response.model': undefined }),
  };
}
