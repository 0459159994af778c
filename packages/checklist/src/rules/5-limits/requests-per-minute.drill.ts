// No requests left.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const requestsPerMinuteDrill: RuleDrill = {
  title: 'The limit of requests per minute is used up',
  faults: [
    {
      response: {
        status: 429,
        headers: {
          'retry-after-ms': '20',
          'anthropic-ratelimit-requests-limit': '50',
          'anthropic-ratelimit-requests-remaining': '0',
        },
        error: {
          type: 'rate_limit_error',
          message:
            "This request would exceed your organization's rate limit of 50 requests per minute. For details, refer to: https://docs.claude.com/en/api/rate-limits.",
        },
      },
    },
  ],
  call: { maxRetries: 1 },
  nearMiss: {
    title: 'The limit is one of a day',
    at: 'faults.0.response.error.message',
    is: "This request would exceed your organization's rate limit of 50 requests per day.",
    verdict: 'limits.unrecognized',
  },
};
