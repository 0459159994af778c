// A lock that is not free in time.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const conflictDrill: RuleDrill = {
  title: 'Another request holds what this one needs',
  faults: [
    {
      response: {
        status: 409,
        headers: { 'retry-after-ms': '20' },
        error: { type: 'conflict_error', message: 'The resource is in use by another request.' },
      },
    },
  ],
  call: { maxRetries: 1 },
  nearMiss: {
    title: 'The refusal has status 400, which is not retried',
    at: 'faults.0.response.status',
    is: 400,
    verdict: 'request.unrecognized',
  },
};
