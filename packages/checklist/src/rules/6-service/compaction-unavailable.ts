// Compaction failed for a moment.

import { codedAs } from '../../conditions/basic.ts';
import { retryAdvice } from '../../conditions/waiting.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const compactionUnavailable: RuleCore = {
  id: 'service.compaction_unavailable',
  severity: 'error',
  specificity: 3,
  action: 'wait_and_retry',
  retryable: true,
  summary: 'The API could not compact the conversation at this moment',
  cause: 'The fault is in the service, and it passes. The conversation itself is not rejected.',
  fix: (facts) => `${retryAdvice(facts, 'Retry after 1, 2, 4, 8 s with jitter, at most 3 to 5 times')}.`,
  match: (facts) => (codedAs(facts, 'service.compaction_unavailable') ? answerEvidence(facts) : undefined),
};
