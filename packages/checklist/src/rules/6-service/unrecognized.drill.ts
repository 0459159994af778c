// A status the API does not document.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const unrecognizedServiceDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The status is 500',
    at: 'faults.0.response.status',
    is: 500,
    verdict: 'service.internal',
  },
};
