// A sentence that no rule knows.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const unrecognizedRequestDrill: Drill = {
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
};
