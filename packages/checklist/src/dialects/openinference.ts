// OpenInference (its `spec/semantic_conventions.md`), from Arize's instrumentations in all languages.
import { statusOfReason } from '../facts/error-sentence.ts';
import { OLDER_NAMES } from './conventions.ts';
import type { Dialect, FactAttributes, Role } from './dialect.ts';

// `openinference.span.kind`. A chain is any function of a framework around calls.
const ROLES: ReadonlyMap<unknown, Role> = new Map<unknown, Role>([
  [undefined, 'call'],
  ['LLM', 'call'],
  ['TOOL', 'tool'],
  ['AGENT', 'agent'],
]);

/** Reads `llm.invocation_parameters`: the parameters of the request as JSON, without its messages. */
function askedFor(parameters: unknown): FactAttributes {
  if (typeof parameters !== 'string') return {};
  const limit = /"max_tokens": ?(\d{1,9})\b/.exec(parameters)?.[1];
  return {
    ...(/"stream": ?true\b/.test(parameters) && { 'gen_ai.request.stream': true }),
    ...(limit !== undefined && { 'gen_ai.request.max_tokens': Number(limit) }),
  };
}

export const openinference: Dialect = {
  id: 'openinference',
  title: 'OpenInference',
  speaks: ({ attributes }) =>
    attributes['openinference.span.kind'] !== undefined ||
    attributes['llm.provider'] !== undefined ||
    attributes['llm.system'] !== undefined,
  roleOf: ({ attributes }) => ROLES.get(attributes['openinference.span.kind']),
  names: [
    ['llm.provider', 'gen_ai.provider.name'],
    ['llm.system', 'gen_ai.provider.name'],
    ['llm.request.model_name', 'gen_ai.request.model'],
    ['llm.model_name', 'gen_ai.request.model'],
    ['llm.response.model_name', 'gen_ai.response.model'],
    ['llm.token_count.prompt', 'gen_ai.usage.input_tokens'],
    ['llm.token_count.completion', 'gen_ai.usage.output_tokens'],
    ...OLDER_NAMES,
  ],
  facts({ attributes, failed, statusMessage = '' }) {
    // In Go, the message is the name of the status, whatever the body.
    const status = failed ? statusOfReason(statusMessage) : undefined;
    return {
      ...askedFor(attributes['llm.invocation_parameters']),
      ...(status !== undefined && { 'http.response.status_code': status }),
    };
  },
};
