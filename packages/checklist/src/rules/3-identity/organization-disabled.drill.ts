// A 400 that is about the account.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const organizationDisabledDrill: RuleDrill = {
  title: 'The organization is disabled',
  faults: [
    {
      response: {
        status: 400,
        error: { type: 'invalid_request_error', message: 'This organization has been disabled.' },
      },
    },
  ],
  call: { maxRetries: 0 },
  nearMiss: {
    title: 'The same sentence comes with status 429',
    at: 'faults.0.response.status',
    is: 429,
    verdict: 'limits.unrecognized',
  },
};
