// `max_tokens` left out.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const missingFieldDrill: RuleDrill = {
  title: 'A required field is missing',
  faults: [
    {
      response: {
        status: 400,
        error: { type: 'invalid_request_error', message: 'max_tokens: Field required' },
      },
    },
  ],
  call: { params: { max_tokens: undefined } },
  nearMiss: {
    title: 'The field is there and no number',
    at: 'faults.0.response.error.message',
    is: 'max_tokens: Input should be a valid integer',
    verdict: 'request.invalid_value',
  },
};
