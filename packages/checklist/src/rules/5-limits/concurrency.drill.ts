// One call too many at once.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const concurrencyDrill: Drill = {
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
};
