// The key is good and may not do this.

import { answeredAs } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const permission: RuleCore = {
  id: 'identity.permission',
  severity: 'error',
  specificity: 2,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The key is not permitted to do this',
  cause:
    "The API knows the key, but the key's workspace or scope, or the organization, may not make this request.",
  fix: 'Check in the Claude Console which workspace the key belongs to and what that workspace may use. Use a key whose workspace allows it.',
  match: (facts) => (answeredAs(facts, 403, 'permission_error') ? answerEvidence(facts) : undefined),
};
