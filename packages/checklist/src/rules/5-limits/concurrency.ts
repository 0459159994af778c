// Too many calls open at the same time.

import { isConcurrency, isQuota, isRamp } from '../../conditions/rate-limit.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const concurrency: RuleCore = {
  id: 'limits.concurrency',
  severity: 'error',
  specificity: 3,
  action: 'slow_down',
  retryable: true,
  summary: 'Too many calls are open at the same time',
  cause: 'The limit on calls in flight is reached. The limits per minute are separate and may have room.',
  fix: 'Cap how many calls run at once, across all processes that share the organization, and queue the rest.',
  match: (facts) =>
    isConcurrency(facts) && !isQuota(facts) && !isRamp(facts) ? answerEvidence(facts) : undefined,
};
