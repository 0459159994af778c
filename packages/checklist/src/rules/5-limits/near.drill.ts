// An answer whose headers show the end.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const nearDrill: Drill = {
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
};
