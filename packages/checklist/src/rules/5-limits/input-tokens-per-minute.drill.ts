// No input tokens left, and no retry that helps.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const inputTokensPerMinuteDrill: RuleDrill = {
  title: 'The limit of input tokens per minute is used up',
  faults: [
    {
      response: {
        status: 429,
        headers: {
          'retry-after': '12',
          'retry-after-ms': '20',
          'anthropic-ratelimit-input-tokens-limit': '50000',
          'anthropic-ratelimit-input-tokens-remaining': '0',
        },
        error: {
          type: 'rate_limit_error',
          message:
            "This request would exceed your organization's rate limit of 50,000 input tokens per minute. For details, refer to: https://docs.claude.com/en/api/rate-limits.",
        },
      },
    },
  ],
  call: { maxRetries: 2 },
  nearMiss: {
    title: 'The sentence names output tokens',
    at: 'faults.0.response.error.message',
    is: "This request would exceed your organization's rate limit of 8,000 output tokens per minute.",
    verdict: 'limits.output_tokens_per_minute',
  },
};
