// The API's 500.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const internalDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The 500 is of the type of an overload',
    at: 'faults.0.response.error.type',
    is: 'overloaded_error',
    verdict: 'service.overloaded',
  },
};
