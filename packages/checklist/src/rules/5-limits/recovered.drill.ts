// Two refusals, then an answer.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const recoveredDrill: RuleDrill = {
  title: 'Over the limit of input tokens twice, then an answer comes',
  faults: [
    {
      when: { attempt: [1, 2] },
      response: {
        status: 429,
        headers: {
          'retry-after': '1',
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
  nearMiss: {
    title: 'The retries end before the limit does',
    at: 'call.maxRetries',
    is: 1,
    verdict: 'limits.input_tokens_per_minute',
  },
};
