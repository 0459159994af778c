// The code of a key without its creator.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const keyCreatorLeftDrill: Drill = {
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
};
