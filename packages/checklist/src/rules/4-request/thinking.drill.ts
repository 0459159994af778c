// A budget beyond `max_tokens`.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const thinkingDrill: Drill = {
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
};
