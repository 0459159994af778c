// The API's 500.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const internalDrill: Drill = {
  title: 'The API has an internal error',
  faults: [
    {
      response: {
        status: 500,
        headers: { 'retry-after-ms': '20' },
        error: { type: 'api_error', message: 'Internal server error' },
      },
    },
  ],
  call: { maxRetries: 1 },
};
