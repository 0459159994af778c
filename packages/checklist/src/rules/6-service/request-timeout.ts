// The server stopped waiting for the request.

import { isApiAnswer } from '../../conditions/basic.ts';
import { cloudCodeMeans } from '../../conditions/cloud-codes.ts';
import { retryAdvice } from '../../conditions/waiting.ts';
import type { Facts } from '../../facts/facts.ts';
import { answerEvidence, inEachAttempt } from '../../texts/evidence.ts';
import { bytes, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

// Bedrock answers 408 where the model takes too long.
const timedOut = (facts: Facts): boolean =>
  isApiAnswer(facts) && facts.apiStatus === 408 && !cloudCodeMeans(facts, 'service.timeout');

export const serviceRequestTimeout: RuleCore = {
  id: 'service.request_timeout',
  severity: 'error',
  specificity: 2,
  action: 'wait_and_retry',
  retryable: true,
  summary: (facts) =>
    `The server stopped waiting for the request${facts.status === undefined ? '' : ': status 408'}${inEachAttempt(facts)}`,
  cause:
    'The request did not arrive whole in time: a slow upload, a proxy that holds bytes back, or a glitch of the service.',
  fix: (facts) =>
    `${retryAdvice(facts, 'Retry with a growing pause')}; if it happens often, upload files through the Files API so that the body is small.`,
  match: (facts) =>
    timedOut(facts)
      ? [
          ...answerEvidence(facts),
          ...list(facts.requestBytes !== undefined && `body of ${bytes(facts.requestBytes)}`),
        ]
      : undefined,
};
