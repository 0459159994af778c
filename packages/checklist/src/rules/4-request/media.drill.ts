// An image beyond 5 MB.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const mediaDrill: RuleDrill = {
  title: 'An image is too large',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message:
            'messages.0.content.0.image.source.base64: image exceeds 5 MB maximum: 15908784 bytes > 5242880 bytes',
        },
      },
    },
  ],
  nearMiss: {
    title: 'The image has no data',
    at: 'faults.0.response.error.message',
    is: 'messages.0.content.0.image.source.base64.data: Field required',
    verdict: 'request.missing_field',
  },
};
