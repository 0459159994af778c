// The API answers that another request holds what this one needs.

import { answered } from '../../conditions/basic.ts';
import { retryAdvice } from '../../conditions/waiting.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { plural } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const conflict: RuleCore = {
  id: 'service.conflict',
  severity: 'error',
  specificity: 2,
  action: 'wait_and_retry',
  retryable: true,
  summary: (facts) =>
    `The request met another one that holds what it needs${facts.attempts > 1 ? `, in each of ${plural(facts.attempts, 'attempt')}` : ''}`,
  cause:
    'The API answers 409 where it cannot get a lock in time, or where two requests change the same thing. The SDK retries it.',
  fix: (facts) =>
    `${retryAdvice(facts, 'Retry with a growing pause')}; send requests that change the same file, container or thread one after another.`,
  match: (facts) => (answered(facts, 409, 'conflict_error') ? answerEvidence(facts) : undefined),
};
