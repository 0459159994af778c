// A credential of one product, used for another.

import { says } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const credentialScope: Rule = {
  id: 'identity.credential_scope',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The credential is for another product than the API',
  cause:
    'A token that was made for Claude Code does not open the API to other programs, nor without a subscription.',
  fix: 'Set ANTHROPIC_API_KEY to a key of the Claude Console and unset ANTHROPIC_AUTH_TOKEN.',
  confirm:
    'Compare the prefixes: tokens of a subscription begin with `sk-ant-oat`, API keys with `sk-ant-api`.',
  sample: 'key',
  match: (facts) =>
    facts.failure === 'answer' && !facts.foreign && says(facts, 'credentialScope') !== undefined
      ? answerEvidence(facts)
      : undefined,
  sources: [
    'https://github.com/anthropics/claude-code/issues/8046',
    'https://github.com/anthropics/claude-code/issues/6752',
  ],
};
