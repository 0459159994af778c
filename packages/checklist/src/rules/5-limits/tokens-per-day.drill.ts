// A whole day of tokens.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const tokensPerDayDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The limit is one of a minute',
    at: 'faults.0.response.error.message',
    is: 'Number of request tokens has exceeded your per-minute rate limit (https://docs.anthropic.com/en/api/rate-limits); see the response headers for current usage.',
    verdict: 'limits.tokens_per_minute',
  },
};
