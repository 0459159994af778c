// The answer ends where `max_tokens` ends it.
import { tokenEvidence } from '../../texts/evidence.ts';
import { count } from '../../texts/format.ts';
import type { Rule } from '../rule.ts';

export const maxTokens: Rule = {
  id: 'response.max_tokens',
  severity: 'warning',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) =>
    `The answer was cut off at \`max_tokens\`${facts.maxTokens === undefined ? '' : ` ${count(facts.maxTokens)}`}`,
  cause: (facts) =>
    facts.stream.truncatedToolInput
      ? 'The model had more to say. The input of a tool breaks off with it: its JSON does not parse.'
      : 'The model had more to say. JSON and tool input that end so do not parse.',
  fix: (facts) =>
    facts.stream.truncatedToolInput
      ? 'Raise `max_tokens` and send the request again; the tool input that breaks off cannot be used.'
      : 'Raise `max_tokens` and send the request again, or send the answer back with a user message after it that asks for the rest.',
  confirm: 'Compare `usage.output_tokens` with `max_tokens`: they are equal.',
  sample: 'maxTokens',
  match: (facts) =>
    facts.stopReason === 'max_tokens' ? ['stop_reason max_tokens', ...tokenEvidence(facts)] : undefined,
  sources: ['G4', 'https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons'],
};
