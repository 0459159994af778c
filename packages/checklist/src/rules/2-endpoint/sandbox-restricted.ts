// A sandbox that may not call out.

import { codedAs } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const sandboxRestricted: RuleCore = {
  id: 'endpoint.sandbox_restricted',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: false,
  summary: 'The request came from a sandbox with restricted network access',
  cause: 'A Claude sandbox whose network is restricted is not allowed to make this request.',
  fix: 'Send the request from outside the sandbox, or create the sandbox with unrestricted network access.',
  match: (facts) => (codedAs(facts, 'endpoint.sandbox_restricted') ? answerEvidence(facts) : undefined),
};
