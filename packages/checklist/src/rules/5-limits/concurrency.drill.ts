// One call too many at once.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const concurrencyDrill: RuleDrill = {
  title: 'Too many calls are open at once',
  faults: [
    {
      response: {
        status: 429,
        headers: { 'retry-after-ms': '20' },
        error: {
          type: 'rate_limit_error',
          message: 'Number of concurrent connections has exceeded your rate limit. Please try again later.',
        },
      },
    },
  ],
  call: { maxRetries: 1 },
  nearMiss: {
    title: 'The number of requests is exceeded, not that of connections',
    at: 'faults.0.response.error.message',
    is: 'Number of requests has exceeded your rate limit. Please try again later.',
    verdict: 'limits.unrecognized',
  },
};
