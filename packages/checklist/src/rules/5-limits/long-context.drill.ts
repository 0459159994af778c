// The gate of a plan.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const longContextDrill: Drill = {
  title: 'The plan has no long contexts',
  faults: [
    {
      response: {
        status: 429,
        error: { type: 'rate_limit_error', message: 'Extra usage is required for long context requests.' },
      },
    },
  ],
  call: { maxRetries: 0 },
};
