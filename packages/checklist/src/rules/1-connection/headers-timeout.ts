// The HTTP client's own limit ran out before response headers, whatever the SDK's is.

import { connectionFailed } from '../../conditions/basic.ts';
import { lastAttemptSeconds } from '../../conditions/gateway-time-limits.ts';
import type { Facts } from '../../facts/facts.ts';
import { connectionEvidence, inEachAttempt } from '../../texts/evidence.ts';
import { duration, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const took = (facts: Facts): string => {
  const seconds = lastAttemptSeconds(facts);
  return seconds === undefined ? '' : ` after ${duration(seconds)}`;
};

export const headersTimeout: RuleCore = {
  id: 'connection.headers_timeout',
  severity: 'error',
  specificity: 3,
  action: 'raise_timeout',
  retryable: true,
  summary: (facts) => `The HTTP client stopped waiting for response headers${took(facts)}`,
  cause: (facts) =>
    `\`fetch\` of Node.js runs on undici, which waits at most 300 s for response headers${inEachAttempt(facts)}. The SDK's \`timeout\` does not change it. Without streaming, no header comes before the answer is written.`,
  fix: 'Stream the answer; else raise `headersTimeout` and `bodyTimeout` of the dispatcher in `fetchOptions`. A higher `timeout` of the SDK changes nothing.',
  match: (facts) =>
    connectionFailed(facts, /^UND_ERR_HEADERS_TIMEOUT$/)
      ? [
          ...connectionEvidence(facts),
          ...list(
            facts.durationSeconds !== undefined && `took ${duration(facts.durationSeconds)}`,
            facts.timeoutSeconds !== undefined && `timeout of the SDK ${duration(facts.timeoutSeconds)}`,
          ),
        ]
      : undefined,
};
