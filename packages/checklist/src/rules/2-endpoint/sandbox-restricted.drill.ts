// The code of a restricted sandbox.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const sandboxRestrictedDrill: Drill = {
  title: 'A sandbox with restricted network calls out',
  faults: [
    {
      response: {
        status: 403,
        error: {
          type: 'permission_error',
          message: 'This sandbox is not allowed to make the request.',
          code: 'sandbox_egress_restricted',
        },
      },
    },
  ],
};
