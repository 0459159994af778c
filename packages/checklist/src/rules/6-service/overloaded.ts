// The API has no capacity for the request at this moment.

import { isApiAnswer, saysAny } from '../../conditions/basic.ts';
import { retryAdvice } from '../../conditions/waiting.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence, inEachAttempt } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

const inStream = (facts: Facts): boolean =>
  facts.stream.outcome === 'error_event' && facts.errorType === 'overloaded_error';

const isSaid = (facts: Facts): boolean =>
  facts.errorType === 'overloaded_error' || saysAny(facts, phrases.overloaded);

const isOverloaded = (facts: Facts): boolean =>
  inStream(facts) ||
  (isApiAnswer(facts) && (facts.apiStatus === 529 || ((facts.apiStatus ?? 529) >= 500 && isSaid(facts))));

export const overloaded: RuleCore = {
  id: 'service.overloaded',
  severity: 'error',
  specificity: 2,
  action: 'wait_and_retry',
  retryable: true,
  summary: (facts) =>
    inStream(facts)
      ? 'The API became overloaded in the middle of a stream'
      : `The API is overloaded${inEachAttempt(facts)}`,
  cause: (facts) =>
    inStream(facts)
      ? 'The answer broke off with an error event after its 200. The SDK does not retry a stream that has begun.'
      : 'All users together send more than the API can serve for now. The limits of this organization are not the reason.',
  fix: (facts) =>
    inStream(facts)
      ? 'Discard the partial answer. Send the request again after a pause of 1, 2, 4, 8 s with jitter, at most 3 to 5 times.'
      : `${retryAdvice(facts, 'Retry after 1, 2, 4, 8 s with jitter, at most 3 to 5 times')}. After that use another model or the Batches API.`,
  match: (facts) => (isOverloaded(facts) ? answerEvidence(facts) : undefined),
};
