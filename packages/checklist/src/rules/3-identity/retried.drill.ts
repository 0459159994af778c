// A 401 that asks to be retried.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const retriedDrill: RuleDrill = {
  title: 'A 401 is retried',
  faults: [
    {
      when: { attempt: 1 },
      response: {
        status: 401,
        headers: { 'x-should-retry': 'true', 'retry-after-ms': '20' },
        error: { type: 'authentication_error', message: 'invalid x-api-key' },
      },
    },
  ],
  nearMiss: {
    title: 'The 401 asks not to be retried',
    at: 'faults.0.response.headers.x-should-retry',
    is: 'false',
    verdict: 'identity.key_invalid',
  },
};
