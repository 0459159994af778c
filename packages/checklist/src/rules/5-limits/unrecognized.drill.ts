// A 429 of few words.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const unrecognizedLimitsDrill: RuleDrill = {
  title: 'A limit is exceeded that nobody names',
  faults: [
    {
      response: {
        status: 429,
        headers: {
          'retry-after-ms': '20',
          'anthropic-ratelimit-requests-remaining': null,
          'anthropic-ratelimit-tokens-remaining': null,
          'anthropic-ratelimit-input-tokens-remaining': null,
          'anthropic-ratelimit-output-tokens-remaining': null,
        },
        error: { type: 'rate_limit_error', message: 'Rate limited' },
      },
    },
  ],
  call: { maxRetries: 1 },
  nearMiss: {
    title: 'A header names the limit',
    at: 'faults.0.response.headers.anthropic-ratelimit-requests-remaining',
    is: '0',
    verdict: 'limits.requests_per_minute',
  },
};
