// The code of an old client.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const clientVersionDrill: Drill = {
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
};
