// The code of an old client.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const clientVersionDrill: RuleDrill = {
  title: 'The client is too old',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'This version of Claude Code is too old.',
          code: 'claude_code_version_too_old',
        },
      },
    },
  ],
  nearMiss: {
    title: "The code is about the key's creator",
    at: 'faults.0.response.error.code',
    is: 'claude_code_key_creator_not_member',
    verdict: 'identity.key_creator_left',
  },
};
