// The code of an unknown encoding.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const encodingDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The code is that of a slow upload',
    at: 'faults.0.response.error.code',
    is: 'request_body_timeout',
    verdict: 'request.upload_timeout',
  },
};
