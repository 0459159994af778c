// A field of a beta, without the beta.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const unknownFieldDrill: RuleDrill = {
  title: 'A field is not known',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'context_management: Extra inputs are not permitted',
        },
      },
    },
  ],
  call: { params: { context_management: { edits: [] } } },
  nearMiss: {
    title: 'The field is known, its value is not',
    at: 'faults.0.response.error.message',
    is: 'context_management: Input should be an object',
    verdict: 'request.invalid_value',
  },
};
