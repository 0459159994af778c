// The code of a key without its creator.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const keyCreatorLeftDrill: RuleDrill = {
  title: "The key's creator has left the organization",
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: "The key's creator is not a member of this workspace.",
          code: 'claude_code_key_creator_not_member',
        },
      },
    },
  ],
  nearMiss: {
    title: 'The code is that of an organization on hold',
    at: 'faults.0.response.error.code',
    is: 'organization_on_hold',
    verdict: 'identity.organization_disabled',
  },
};
