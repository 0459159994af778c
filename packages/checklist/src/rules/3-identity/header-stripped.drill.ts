// The API misses the header that the client sent.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const headerStrippedDrill: Drill = {
  title: 'A proxy strips the key',
  faults: [
    {
      response: {
        status: 401,
        error: { type: 'authentication_error', message: 'x-api-key header is required' },
      },
    },
  ],
};
