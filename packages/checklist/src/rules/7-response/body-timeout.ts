// The HTTP client's own limit ran out between two parts of the answer.

import { isBodyTimeout } from '../../conditions/http-client.ts';
import type { Facts } from '../../facts/facts.ts';
import { streamEvidence } from '../../texts/evidence.ts';
import { duration, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const silence = ({ stream: { silenceSeconds } }: Facts): string =>
  silenceSeconds === undefined ? 'too long' : duration(silenceSeconds);

export const bodyTimeout: RuleCore = {
  id: 'response.body_timeout',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: true,
  summary: (facts) => `The HTTP client ended the answer: no byte came for ${silence(facts)}`,
  cause:
    '`fetch` of Node.js runs on undici, which waits at most 300 s for the next byte. The API sends `ping` events in between, so a proxy probably holds bytes back, or the path broke.',
  fix: 'Switch off response buffering in all proxies, and send the request again. A higher `bodyTimeout` of the dispatcher alone only waits longer.',
  match: (facts) =>
    isBodyTimeout(facts)
      ? [
          ...(facts.failure === 'stream' ? streamEvidence(facts) : ['UND_ERR_BODY_TIMEOUT']),
          ...list(facts.durationSeconds !== undefined && `took ${duration(facts.durationSeconds)}`),
        ]
      : undefined,
};
