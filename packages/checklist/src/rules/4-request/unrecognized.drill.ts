// A sentence that no rule knows.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const unrecognizedRequestDrill: RuleDrill = {
  title: 'The request is refused in new words',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'This combination of features is not available yet.',
        },
      },
    },
  ],
  nearMiss: {
    title: 'The sentence begins with a field',
    at: 'faults.0.response.error.message',
    is: 'thinking_mode: This combination of features is not available yet.',
    verdict: 'request.invalid_value',
  },
};
