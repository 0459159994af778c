// The AI SDK 5 and 6 with `experimental_telemetry` (`ai` 5.0.277 and 6.0.326: `recordSpan`, `selectTelemetryAttributes`).
import type { AttributesLike } from '../spans/read-attributes.ts';
import { aiSdkAnswer } from './ai-sdk-answer.ts';
import { OLDER_NAMES } from './conventions.ts';
import type { Dialect, Role } from './dialect.ts';

// `ai.operationId`. A retry is another `doGenerate` or `doStream` next to the first.
const ROLES: ReadonlyMap<unknown, Role> = new Map<unknown, Role>([
  ['ai.generateText.doGenerate', 'call'],
  ['ai.streamText.doStream', 'call'],
  ['ai.generateObject.doGenerate', 'call'],
  ['ai.streamObject.doStream', 'call'],
  ['ai.generateText', 'step'],
  ['ai.streamText', 'step'],
  ['ai.generateObject', 'step'],
  ['ai.streamObject', 'step'],
  ['ai.toolCall', 'tool'],
]);

/** A streamed answer without text, reasoning and tool calls. `recordOutputs: false` omits the text. */
const isEmpty = (attributes: AttributesLike): boolean =>
  attributes['ai.response.text'] === '' &&
  attributes['ai.response.toolCalls'] === undefined &&
  attributes['ai.response.reasoning'] === undefined;

export const aiSdk: Dialect = {
  id: 'ai-sdk',
  title: 'AI SDK 5 and 6',
  speaks: ({ attributes }) => attributes['ai.operationId'] !== undefined,
  retriesBeside: true,
  roleOf: ({ attributes }) => ROLES.get(attributes['ai.operationId']),
  names: [
    ['ai.model.provider', 'gen_ai.provider.name'],
    ['ai.model.id', 'gen_ai.request.model'],
    ['ai.settings.maxOutputTokens', 'gen_ai.request.max_tokens'],
    ['ai.response.finishReason', 'gen_ai.response.finish_reasons'],
    ['ai.response.model', 'gen_ai.response.model'],
    ['ai.usage.inputTokens', 'gen_ai.usage.input_tokens'],
    ['ai.usage.outputTokens', 'gen_ai.usage.output_tokens'],
    ...OLDER_NAMES,
  ],
  facts: (record) => ({
    ...aiSdkAnswer(record),
    ...(isEmpty(record.attributes) && { 'anthropic.message.content_blocks': 0 }),
  }),
};
