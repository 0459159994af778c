// Only the headers tell which limit it was.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const tokensPerMinuteDrill: Drill = {
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
};
