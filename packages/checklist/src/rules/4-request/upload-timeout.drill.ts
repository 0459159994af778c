// The code of a slow upload.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const uploadTimeoutDrill: RuleDrill = {
  title: 'The body arrives too slowly',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'The request body did not finish arriving in time.',
          code: 'request_body_timeout',
        },
      },
    },
  ],
  call: { maxRetries: 0 },
  nearMiss: {
    title: 'The same code comes with status 504',
    at: 'faults.0.response.status',
    is: 504,
    verdict: 'service.timeout',
  },
};
