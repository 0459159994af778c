// The API's 504, with its request-id.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const timeoutDrill: Drill = {
  title: 'The API takes too long',
  faults: [
    {
      response: {
        status: 504,
        headers: { 'retry-after-ms': '20' },
        error: { type: 'timeout_error', message: 'Request timeout' },
      },
    },
  ],
  call: { maxRetries: 1 },
};
