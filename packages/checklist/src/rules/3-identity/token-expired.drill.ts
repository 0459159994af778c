// The API's answer to an expired token.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const tokenExpiredDrill: Drill = {
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
};
