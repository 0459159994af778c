// The HTTP client's own limit ran out between two parts of the answer.

import { isBodyTimeout } from '../../conditions/http-client.ts';
import type { Facts } from '../../facts/facts.ts';
import { streamEvidence } from '../../texts/evidence.ts';
import { duration, list } from '../../texts/format.ts';
import type { Rule } from '../rule.ts';

const silence = ({ stream: { silenceSeconds } }: Facts): string =>
  silenceSeconds === undefined ? 'too long' : duration(silenceSeconds);

export const bodyTimeout: Rule = {
  id: 'response.body_timeout',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: true,
  summary: (facts) => `The HTTP client ended the answer: no byte came for ${silence(facts)}`,
  cause:
    '`fetch` of Node.js runs on undici, which ends a response in which no byte comes for 300 s. The API sends `ping` events in between, so it is mostly a proxy that holds bytes back, or a path that broke.',
  fix: 'Switch off response buffering in the proxies on the way, and send the request again. A higher `bodyTimeout` of the dispatcher alone only waits longer.',
  confirm: 'Compare with a request straight to the API: `ping` events come every few seconds there.',
  sample: 'dispatcher',
  match: (facts) =>
    isBodyTimeout(facts)
      ? [
          ...(facts.failure === 'stream' ? streamEvidence(facts) : ['UND_ERR_BODY_TIMEOUT']),
          ...list(facts.durationSeconds !== undefined && `took ${duration(facts.durationSeconds)}`),
        ]
      : undefined,
  sources: [
    'https://github.com/nodejs/undici/blob/main/docs/docs/api/Client.md',
    'https://platform.claude.com/docs/en/build-with-claude/streaming#ping-events',
  ],
};
