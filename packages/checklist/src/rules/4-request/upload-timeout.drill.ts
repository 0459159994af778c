// The code of a slow upload.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const uploadTimeoutDrill: Drill = {
  title: 'The body arrives too slowly',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'The request body did not finish arriving in time.',
          code: 'request_body_timeout',
        },
      },
    },
  ],
};
