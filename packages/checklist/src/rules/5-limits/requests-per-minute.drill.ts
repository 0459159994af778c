// No requests left.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const requestsPerMinuteDrill: Drill = {
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
};
