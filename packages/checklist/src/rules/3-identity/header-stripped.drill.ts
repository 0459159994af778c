// The API misses the header that the client sent.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const headerStrippedDrill: RuleDrill = {
  title: 'A proxy strips the key',
  faults: [
    {
      response: {
        status: 401,
        error: { type: 'authentication_error', message: 'x-api-key header is required' },
      },
    },
  ],
  nearMiss: {
    title: 'The key arrived and is not valid',
    at: 'faults.0.response.error.message',
    is: 'invalid x-api-key',
    verdict: 'identity.key_invalid',
  },
};
