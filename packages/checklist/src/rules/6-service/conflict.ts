// The API answers that another request conflicts with this one.

import { answered } from '../../conditions/basic.ts';
import { retryAdvice } from '../../conditions/waiting.ts';
import { answerEvidence, inEachAttempt } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const conflict: RuleCore = {
  id: 'service.conflict',
  severity: 'error',
  specificity: 2,
  action: 'wait_and_retry',
  retryable: true,
  summary: (facts) => `The request conflicts with another one${inEachAttempt(facts)}`,
  cause:
    'The API answers 409 when two requests change the same thing, or when it cannot get a lock in time. The SDK retries it.',
  fix: (facts) =>
    `${retryAdvice(facts, 'Retry with a growing pause')}; send requests that change the same file, container or thread one after another.`,
  match: (facts) => (answered(facts, 409, 'conflict_error') ? answerEvidence(facts) : undefined),
};
