// The code of a disabled key.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const encryptionKeyDrill: Drill = {
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
};
