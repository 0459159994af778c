// The code of an unknown encoding.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const encodingDrill: Drill = {
  title: 'The body has an unknown encoding',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'The Content-Encoding of the request is not supported.',
          code: 'request_body_encoding_unsupported',
        },
      },
    },
  ],
};
