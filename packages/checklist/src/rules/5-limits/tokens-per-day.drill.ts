// A whole day of tokens.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const tokensPerDayDrill: Drill = {
  title: 'The tokens of the day are used up',
  faults: [
    {
      response: {
        status: 429,
        error: {
          type: 'rate_limit_error',
          message:
            'Number of request tokens has exceeded your daily rate limit (https://docs.anthropic.com/en/api/rate-limits); see the response headers for current usage.',
        },
      },
    },
  ],
  call: { maxRetries: 0 },
};
