// The code of a ramp limit.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const accelerationDrill: RuleDrill = {
  title: 'Usage grows too fast',
  faults: [
    {
      response: {
        status: 429,
        headers: { 'retry-after-ms': '20' },
        error: {
          type: 'rate_limit_error',
          message: 'This request would exceed a ramp limit.',
          code: 'ramp_limit_exceeded',
        },
      },
    },
  ],
  call: { maxRetries: 1 },
  nearMiss: {
    title: 'The 429 has no code',
    at: 'faults.0.response.error.code',
    verdict: 'limits.unrecognized',
  },
};
