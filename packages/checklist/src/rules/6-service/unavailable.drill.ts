// The API's 503.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const unavailableDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The 503 is of the type of a timeout',
    at: 'faults.0.response.error.type',
    is: 'timeout_error',
    verdict: 'service.timeout',
  },
};
