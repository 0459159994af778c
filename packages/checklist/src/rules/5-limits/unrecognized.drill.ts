// A 429 of few words.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const unrecognizedLimitsDrill: Drill = {
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
};
