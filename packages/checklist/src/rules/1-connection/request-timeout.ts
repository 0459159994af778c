// The client's own timer ran out before response headers.

import type { Facts } from '../../facts/facts.ts';
import { connectionEvidence, inEachAttempt } from '../../texts/evidence.ts';
import { duration, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';
import { connectTimeout } from './connect-timeout.ts';
import { headersTimeout } from './headers-timeout.ts';

// The SDK reports other limits of the HTTP client as its own timeout, too (1.12.0, `src/client.ts`, `isTimeout`).
const timedOut = (facts: Facts): boolean =>
  facts.failure === 'connection' &&
  facts.errorType === 'client_timeout_error' &&
  connectTimeout.match(facts) === undefined &&
  headersTimeout.match(facts) === undefined;

const limit = ({ timeoutSeconds }: Facts): string =>
  timeoutSeconds === undefined ? "the client's timeout" : `the timeout of ${duration(timeoutSeconds)}`;

export const connectionRequestTimeout: RuleCore = {
  id: 'connection.request_timeout',
  severity: 'error',
  specificity: 2,
  action: 'raise_timeout',
  retryable: true,
  summary: (facts) => `No response came within ${limit(facts)}`,
  cause: (facts) =>
    `The client stopped waiting by itself${inEachAttempt(facts)}. A request without streaming has no response until its whole answer is written.`,
  fix: 'Raise `timeout` on the client or the call, stream the answer, or shorten the prompt or lower `max_tokens`.',
  match: (facts) =>
    timedOut(facts)
      ? [
          ...connectionEvidence(facts),
          ...list(
            facts.timeoutSeconds !== undefined && `timeout ${duration(facts.timeoutSeconds)}`,
            facts.durationSeconds !== undefined && `took ${duration(facts.durationSeconds)}`,
          ),
        ]
      : undefined,
};
