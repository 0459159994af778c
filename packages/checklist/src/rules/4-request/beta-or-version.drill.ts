// A beta that nobody knows.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const betaOrVersionDrill: Drill = {
  title: 'A beta is not available',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message:
            'Unexpected value(s) `effort-2025-11-24` for the `anthropic-beta` header. Please consult our documentation at docs.anthropic.com or try again without the header.',
        },
      },
    },
  ],
  call: { beta: true, params: { betas: ['effort-2025-11-24'] } },
};
