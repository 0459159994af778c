// The linked organization does not pay.

import { codedAs } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const linkedBilling: RuleCore = {
  id: 'identity.linked_billing',
  severity: 'error',
  specificity: 3,
  action: 'add_funds',
  retryable: false,
  summary: 'The organization linked to the user profile cannot be billed',
  cause: 'The reason is its own account or its spend limit; the answer does not say which.',
  fix: 'Let the customer of the user profile check the Billing page of their Claude Console, and stop retrying until then.',
  match: (facts) => (codedAs(facts, 'identity.linked_billing') ? answerEvidence(facts) : undefined),
};
