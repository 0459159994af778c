// The code of a key out of reach.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const encryptionUnavailableDrill: Drill = {
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
};
