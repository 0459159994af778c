// The API itself took too long.

import { isApiAnswer } from '../../conditions/basic.ts';
import { cloudCodedAs } from '../../conditions/cloud-codes.ts';
import type { Facts } from '../../facts/facts.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

const timedOut = (facts: Facts): boolean =>
  cloudCodedAs(facts, 'service.timeout') ||
  (isApiAnswer(facts) &&
    ((facts.apiStatus === 504 && facts.fromApi) ||
      (facts.errorType === 'timeout_error' && (facts.apiStatus === undefined || facts.apiStatus >= 500))));

export const timeout: RuleCore = {
  id: 'service.timeout',
  severity: 'error',
  specificity: 2,
  action: 'fix_request',
  retryable: true,
  summary: 'The API did not finish the request within its own time limit',
  cause: 'The request takes long to process: a long prompt, a long answer, or both, without streaming.',
  fix: 'Stream the answer, shorten the prompt or lower `max_tokens`; use the Batches API for long work.',
  match: (facts) =>
    timedOut(facts) && facts.errorType !== 'overloaded_error' ? answerEvidence(facts) : undefined,
};
