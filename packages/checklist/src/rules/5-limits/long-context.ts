// A plan without long contexts.

import { isLongContext } from '../../conditions/rate-limit.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const longContext: RuleCore = {
  id: 'limits.long_context',
  severity: 'error',
  specificity: 3,
  action: 'raise_limit',
  retryable: false,
  summary: 'The plan does not include requests with such a long context',
  cause:
    'The API answers as for a rate limit, but waiting does not help: extra usage is switched off or used up.',
  fix: 'Switch extra usage on for the organization, or send a shorter prompt, without the long-context beta.',
  match: (facts) => (isLongContext(facts) ? answerEvidence(facts) : undefined),
};
