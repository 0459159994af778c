// An image beyond 5 MB.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const mediaDrill: Drill = {
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
};
