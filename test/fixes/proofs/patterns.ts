// The proofs of the patterns.
import type { Proof } from '../proof.ts';

export const patternProofs: Readonly<Record<string, Proof>> = {
  'identity.fail_fast': { reacts: '401 to every request', throws: /does not start/ },
  'limits.burst': {
    reacts: '429 while more than 5 requests are in flight; an answer takes its time',
    met:
      () =>
      ({ inFlight }) =>
        inFlight > 5,
    besides: [{ delayMs: 400 }],
    calls: [{ maxRetries: 0, times: 12, atOnce: 12 }],
  },
  'limits.retry_storm': { reacts: '529 to every request' },
  'limits.shared_key': {
    reacts: 'Other processes use the same limit, until they have their own',
    besides: [3_999, 3_998].map((left, index) => ({
      when: { request: index + 1 },
      response: {
        headers: {
          'anthropic-ratelimit-requests-limit': '4000',
          'anthropic-ratelimit-requests-remaining': String(left),
        },
      },
    })),
  },
  'request.reproducible': { reacts: '400 to this prompt, each time', throws: /too long/ },
  'response.tool_loop_runaway': { reacts: 'Asks for one more tool, turn after turn' },
  'service.intermittent': { reacts: '529 to the first request' },
  'service.outage': { reacts: '529 to every request' },
};
