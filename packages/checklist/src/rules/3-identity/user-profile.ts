// The user profile that is to be billed.

import { codedAs } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const userProfile: RuleCore = {
  id: 'identity.user_profile',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The user profile of the request cannot be used',
  cause: 'It is missing or not active, or its customer has not authorized the billing.',
  fix: 'Set the header `anthropic-user-profile-id` to an active profile whose customer has authorized the billing.',
  match: (facts) => (codedAs(facts, 'identity.user_profile') ? answerEvidence(facts) : undefined),
};
