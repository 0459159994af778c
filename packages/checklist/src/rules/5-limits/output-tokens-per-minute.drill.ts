// No output tokens left.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const outputTokensPerMinuteDrill: RuleDrill = {
  title: 'The limit of output tokens per minute is used up',
  faults: [
    {
      response: {
        status: 429,
        headers: {
          'retry-after-ms': '20',
          'anthropic-ratelimit-output-tokens-limit': '8000',
          'anthropic-ratelimit-output-tokens-remaining': '0',
        },
        error: {
          type: 'rate_limit_error',
          message:
            "This request would exceed your organization's rate limit of 8,000 output tokens per minute. For details, refer to: https://docs.claude.com/en/api/rate-limits.",
        },
      },
    },
  ],
  call: { maxRetries: 1 },
  nearMiss: {
    title: 'The sentence names input tokens',
    at: 'faults.0.response.error.message',
    is: "This request would exceed your organization's rate limit of 50,000 input tokens per minute.",
    verdict: 'limits.input_tokens_per_minute',
  },
};
