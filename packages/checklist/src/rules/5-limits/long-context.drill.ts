// The gate of a plan.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const longContextDrill: RuleDrill = {
  title: 'The plan has no long contexts',
  faults: [
    {
      response: {
        status: 429,
        error: { type: 'rate_limit_error', message: 'Extra usage is required for long context requests.' },
      },
    },
  ],
  call: { maxRetries: 0 },
  nearMiss: {
    title: 'The extra usage is for something else',
    at: 'faults.0.response.error.message',
    is: 'Extra usage is required for fast mode.',
    verdict: 'limits.unrecognized',
  },
};
