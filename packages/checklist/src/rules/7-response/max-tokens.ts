// The answer ends where `max_tokens` ends it.
import { tokenEvidence } from '../../texts/evidence.ts';
import { count } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const maxTokens: RuleCore = {
  id: 'response.max_tokens',
  severity: 'warning',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) =>
    `The answer was cut off at \`max_tokens\`${facts.maxTokens === undefined ? '' : ` ${count(facts.maxTokens)}`}`,
  cause: (facts) =>
    facts.stream.truncatedToolInput
      ? 'The model had more to say. The JSON of a tool input is truncated and does not parse.'
      : 'The model had more to say. Truncated JSON and tool input do not parse.',
  fix: (facts) =>
    facts.stream.truncatedToolInput
      ? 'Raise `max_tokens` and send the request again; the truncated tool input cannot be used.'
      : 'Raise `max_tokens` and send the request again, or send the answer back with a user message after it that asks for the rest.',
  match: (facts) =>
    facts.stopReason === 'max_tokens' ? ['stop_reason max_tokens', ...tokenEvidence(facts)] : undefined,
};
