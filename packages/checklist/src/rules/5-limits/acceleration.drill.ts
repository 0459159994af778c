// The code of a ramp limit.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const accelerationDrill: Drill = {
  title: 'Usage grows too fast',
  faults: [
    {
      response: {
        status: 429,
        headers: { 'retry-after-ms': '20' },
        error: {
          type: 'rate_limit_error',
          message: 'This request would exceed a ramp limit.',
          code: 'ramp_limit_exceeded',
        },
      },
    },
  ],
  call: { maxRetries: 1 },
};
