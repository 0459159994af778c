// The key is good and may not do this.

import { answeredAs } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const permission: Rule = {
  id: 'identity.permission',
  severity: 'error',
  specificity: 2,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The key is not permitted to do this',
  cause:
    "The API knows the key; its workspace, its scope or the organization's access does not cover the request.",
  fix: 'Check in the Claude Console which workspace the key belongs to and what that workspace may use; take a key that covers it.',
  confirm: 'Call `client.models.list()` with the key: it shows what the key may use.',
  sample: 'failFast',
  match: (facts) => (answeredAs(facts, 403, 'permission_error') ? answerEvidence(facts) : undefined),
  sources: ['G0', 'G1', 'G2', 'G4', 'https://platform.claude.com/docs/en/api/errors'],
};
