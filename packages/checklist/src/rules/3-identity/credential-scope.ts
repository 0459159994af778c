// A credential of one product, used for another.

import { isApiAnswer, saysAny } from '../../conditions/basic.ts';
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
  cause: 'The token works only in Claude Code, and only with a subscription. Other programs need an API key.',
  fix: 'Set ANTHROPIC_API_KEY to a key of the Claude Console and unset ANTHROPIC_AUTH_TOKEN.',
  match: (facts) =>
    isApiAnswer(facts) && saysAny(facts, phrases.credentialScope) ? answerEvidence(facts) : undefined,
};
