// The code of a key out of reach.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const encryptionUnavailableDrill: RuleDrill = {
  title: "The workspace's encryption key is out of reach",
  faults: [
    {
      response: {
        status: 503,
        headers: { 'retry-after-ms': '20' },
        error: {
          type: 'api_error',
          message: "The workspace's encryption key could not be reached.",
          code: 'cmek_key_unreachable',
        },
      },
    },
  ],
  call: { maxRetries: 1 },
  nearMiss: {
    title: 'The 503 has no code',
    at: 'faults.0.response.error.code',
    verdict: 'service.unavailable',
  },
};
