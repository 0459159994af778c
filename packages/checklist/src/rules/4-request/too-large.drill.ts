// More than the endpoint takes.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const tooLargeDrill: Drill = {
  title: 'The request is too large',
  faults: [
    {
      response: {
        status: 413,
        error: { type: 'request_too_large', message: 'Request exceeds the maximum size' },
      },
    },
  ],
};
