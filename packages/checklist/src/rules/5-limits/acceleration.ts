// Usage grew faster than it may.

import { isQuota, isRamp } from '../../conditions/rate-limit.ts';
import { waitFor } from '../../conditions/waiting.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const acceleration: RuleCore = {
  id: 'limits.acceleration',
  severity: 'error',
  specificity: 3,
  action: 'slow_down',
  retryable: true,
  summary: 'Usage grew faster than the API allows',
  cause: 'A ramp limit caps how fast usage can grow, whatever is left of the limits per minute.',
  fix: (facts) => `Wait ${waitFor(facts)}, then raise traffic in steps instead of at once.`,
  match: (facts) => (isRamp(facts) && !isQuota(facts) ? answerEvidence(facts) : undefined),
};
