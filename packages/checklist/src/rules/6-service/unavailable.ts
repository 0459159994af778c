// The API says that it cannot serve at all.

import { hasDecidingErrorType, isApiAnswer } from '../../conditions/basic.ts';
import { cloudCodedAs } from '../../conditions/cloud-codes.ts';
import { retryAdvice } from '../../conditions/waiting.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const unavailable: RuleCore = {
  id: 'service.unavailable',
  severity: 'error',
  specificity: 2,
  action: 'wait_and_retry',
  retryable: true,
  summary: 'The API is unavailable',
  cause: 'A part of the API is down or restarts. All users of that part are affected.',
  fix: (facts) =>
    `${retryAdvice(facts, 'Retry with a growing pause')}; stop calling for a while when that does not help, and look at status.claude.com.`,
  match: (facts) =>
    cloudCodedAs(facts, 'service.unavailable') ||
    (isApiAnswer(facts) && facts.apiStatus === 503 && !hasDecidingErrorType(facts))
      ? answerEvidence(facts)
      : undefined,
};
