// A beta that nobody knows.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const betaOrVersionDrill: RuleDrill = {
  title: 'A beta is not available',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message:
            'Unexpected value(s) `effort-2025-11-24` for the `anthropic-beta` header. Please consult our documentation at docs.anthropic.com or try again without the header.',
        },
      },
    },
  ],
  call: { beta: true, params: { betas: ['effort-2025-11-24'] } },
  nearMiss: {
    title: 'Another header has the unexpected value',
    at: 'faults.0.response.error.message',
    is: 'Unexpected value(s) `true` for the `anthropic-user-profile-id` header.',
    verdict: 'request.unrecognized',
  },
};
