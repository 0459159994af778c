// A 401 that is not about the key.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const unrecognizedIdentityDrill: Drill = {
  title: 'A refusal of a new kind',
  faults: [
    {
      response: {
        status: 401,
        error: {
          type: 'authentication_error',
          message: 'CORS requests are not allowed for this Organization because of its settings.',
        },
      },
    },
  ],
};
