// A credential of one product, used for another.

import { says } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const credentialScope: RuleCore = {
  id: 'identity.credential_scope',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The credential is for another product than the API',
  cause:
    'A token that was made for Claude Code does not open the API to other programs, nor without a subscription.',
  fix: 'Set ANTHROPIC_API_KEY to a key of the Claude Console and unset ANTHROPIC_AUTH_TOKEN.',
  match: (facts) =>
    facts.failure === 'answer' && !facts.foreign && says(facts, phrases.credentialScope) !== undefined
      ? answerEvidence(facts)
      : undefined,
};
