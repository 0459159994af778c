// The code of a restricted sandbox.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const sandboxRestrictedDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The refusal has no code',
    at: 'faults.0.response.error.code',
    verdict: 'identity.permission',
  },
};
