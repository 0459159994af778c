// A 401 that is not about the key.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const unrecognizedIdentityDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The 401 is about the key',
    at: 'faults.0.response.error.message',
    is: 'invalid x-api-key',
    verdict: 'identity.key_invalid',
  },
};
