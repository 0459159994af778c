// An answer whose headers show the end.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const nearDrill: RuleDrill = {
  title: 'Little is left of a limit',
  faults: [
    {
      response: {
        headers: {
          'anthropic-ratelimit-input-tokens-limit': '50000',
          'anthropic-ratelimit-input-tokens-remaining': '1000',
        },
      },
    },
  ],
  nearMiss: {
    title: 'Exactly a tenth is left',
    at: 'faults.0.response.headers.anthropic-ratelimit-input-tokens-remaining',
    is: '5000',
    verdict: undefined,
  },
};
