// The tier's monthly cap, without a retry-after.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const quotaDrill: RuleDrill = {
  title: 'The monthly spend limit is reached',
  faults: [
    {
      response: {
        status: 429,
        error: {
          type: 'rate_limit_error',
          message:
            "You have reached your API usage limits: your organization has crossed its monthly API usage threshold, set based on your organization's API tier. You will regain access on 2026-12-01 at 00:00 UTC.",
          code: 'enforced_spend_limit_reached',
        },
      },
    },
  ],
  call: { maxRetries: 0 },
  nearMiss: {
    title: 'The same code and sentence come with status 400',
    at: 'faults.0.response.status',
    is: 400,
    verdict: 'request.unrecognized',
  },
};
