// A status the API does not document.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const unrecognizedServiceDrill: Drill = {
  title: 'The service fails in a new way',
  faults: [
    {
      response: {
        status: 507,
        headers: { 'retry-after-ms': '20' },
        error: { type: 'api_error', message: 'Something else went wrong' },
      },
    },
  ],
  call: { maxRetries: 1 },
};
