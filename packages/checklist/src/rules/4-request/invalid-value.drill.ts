// A sampling temperature out of bounds.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const invalidValueDrill: RuleDrill = {
  title: 'A field has a value out of bounds',
  faults: [
    {
      response: {
        status: 400,
        error: { type: 'invalid_request_error', message: 'temperature: range: 0..1' },
      },
    },
  ],
  call: { params: { temperature: 3 } },
  nearMiss: {
    title: 'The field is not known at all',
    at: 'faults.0.response.error.message',
    is: 'temperature: Extra inputs are not permitted',
    verdict: 'request.unknown_field',
  },
};
