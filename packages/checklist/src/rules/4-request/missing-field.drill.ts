// `max_tokens` left out.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const missingFieldDrill: Drill = {
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
};
