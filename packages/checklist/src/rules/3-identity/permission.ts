// The key is good and may not do this.

import { answeredAs, saysAny } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const permission: RuleCore = {
  id: 'identity.permission',
  severity: 'error',
  specificity: 2,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The key is not permitted to do this',
  cause: 'The API knows the key, but its workspace, scope or organization does not allow this request.',
  fix: 'Check in the Claude Console which workspace the key belongs to and what that workspace may use. Use a key whose workspace allows it.',
  // A cloud has its own permissions, not those of the Claude Console.
  match: (facts) =>
    (facts.servedBy ?? 'anthropic') === 'anthropic' &&
    answeredAs(facts, 403, 'permission_error') &&
    !saysAny(facts, phrases.vertexBilling)
      ? answerEvidence(facts)
      : undefined,
};
