// A budget beyond `max_tokens`.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const thinkingDrill: RuleDrill = {
  title: 'Thinking has a larger budget than max_tokens',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: '`max_tokens` must be greater than `thinking.budget_tokens`.',
        },
      },
    },
  ],
  call: { params: { thinking: { type: 'enabled', budget_tokens: 2048 } } },
  nearMiss: {
    title: 'The budget is missing',
    at: 'faults.0.response.error.message',
    is: 'thinking.enabled.budget_tokens: Field required',
    verdict: 'request.missing_field',
  },
};
