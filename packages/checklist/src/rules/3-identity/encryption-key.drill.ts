// The code of a disabled key.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const encryptionKeyDrill: RuleDrill = {
  title: "The workspace's encryption key is disabled",
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: "The workspace's encryption key is disabled.",
          code: 'cmek_key_disabled',
        },
      },
    },
  ],
  call: { maxRetries: 0 },
  nearMiss: {
    title: 'The same code comes with status 503',
    at: 'faults.0.response.status',
    is: 503,
    verdict: 'service.unavailable',
  },
};
