// The API's answer to an expired token.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const tokenExpiredDrill: RuleDrill = {
  title: 'The access token has expired',
  faults: [
    {
      response: {
        status: 401,
        error: {
          type: 'authentication_error',
          message: 'OAuth token has expired. Please obtain a new token or refresh your existing token.',
        },
      },
    },
  ],
  nearMiss: {
    title: 'The token is not valid at all',
    at: 'faults.0.response.error.message',
    is: 'Invalid bearer token',
    verdict: 'identity.key_invalid',
  },
};
