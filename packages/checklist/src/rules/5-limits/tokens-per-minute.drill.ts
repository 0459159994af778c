// Only the headers tell which limit it was.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const tokensPerMinuteDrill: RuleDrill = {
  title: 'The limit of tokens per minute is used up',
  faults: [
    {
      response: {
        status: 429,
        headers: {
          'retry-after-ms': '20',
          'anthropic-ratelimit-tokens-limit': '58000',
          'anthropic-ratelimit-tokens-remaining': '0',
        },
        error: {
          type: 'rate_limit_error',
          message: "This request would exceed your account's rate limit. Please try again later.",
        },
      },
    },
  ],
  call: { maxRetries: 1 },
  nearMiss: {
    title: 'Tokens are left',
    at: 'faults.0.response.headers.anthropic-ratelimit-tokens-remaining',
    is: '58000',
    verdict: 'limits.unrecognized',
  },
};
