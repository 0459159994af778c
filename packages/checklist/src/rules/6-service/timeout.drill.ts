// The API's 504, with its request-id.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const timeoutDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The 504 is of the type of an overload',
    at: 'faults.0.response.error.type',
    is: 'overloaded_error',
    verdict: 'service.overloaded',
  },
};
