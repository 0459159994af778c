// A subscription's token.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const credentialScopeDrill: Drill = {
  title: 'A token of Claude Code is used for the API',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message:
            'This credential is only authorized for use with Claude Code and cannot be used for other API requests.',
        },
      },
    },
  ],
};
