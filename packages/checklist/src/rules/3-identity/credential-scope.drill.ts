// A subscription's token.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const credentialScopeDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The credential is for the API, not for this workspace',
    at: 'faults.0.response.error.message',
    is: 'This credential is not authorized for this workspace.',
    verdict: 'request.unrecognized',
  },
};
