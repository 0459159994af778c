// The tier's monthly cap, without a retry-after.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const quotaDrill: Drill = {
  title: 'The monthly spend limit is reached',
  faults: [
    {
      response: {
        status: 429,
        error: {
          type: 'rate_limit_error',
          message:
            "You have reached your API usage limits: your organization has crossed its monthly API usage threshold, set based on your organization's API tier. You will regain access on 2026-12-01 at 00:00 UTC.",
          code: 'enforced_spend_limit_reached',
        },
      },
    },
  ],
  call: { maxRetries: 0 },
};
