// The key's workspace has human review turned off, which the operation needs.

import { codedAs } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const humanReview: RuleCore = {
  id: 'identity.human_review',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The operation needs a workspace with human review turned on',
  cause:
    "The key's workspace has human review turned off, and some operations, such as creating a batch, are not available there.",
  fix: 'Set the key of a workspace with human review turned on; in place of a batch, send its requests one by one.',
  match: (facts) => (codedAs(facts, 'identity.human_review') ? answerEvidence(facts) : undefined),
};
