// The API's 503.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const unavailableDrill: Drill = {
  title: 'The API is unavailable',
  faults: [
    {
      response: {
        status: 503,
        headers: { 'retry-after-ms': '20' },
        error: { type: 'api_error', message: 'Service unavailable' },
      },
    },
  ],
  call: { maxRetries: 1 },
};
