// One token too many.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const maxTokensTooLargeDrill: RuleDrill = {
  title: 'max_tokens is more than the model writes',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message:
            'max_tokens: 128001 > 64000, which is the maximum allowed number of output tokens for claude-opus-4-5-20251101',
        },
      },
    },
  ],
  nearMiss: {
    title: 'max_tokens is too small',
    at: 'faults.0.response.error.message',
    is: 'max_tokens: Input should be greater than or equal to 1',
    verdict: 'request.invalid_value',
  },
};
