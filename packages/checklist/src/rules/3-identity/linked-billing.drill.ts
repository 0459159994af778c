// The code of a linked organization at its limit.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const linkedBillingDrill: RuleDrill = {
  title: 'The linked organization is at its spend limit',
  faults: [
    {
      response: {
        status: 402,
        error: {
          type: 'billing_error',
          message: 'The linked organization has reached its spend limit.',
          code: 'linked_organization_spend_limit_reached',
        },
      },
    },
  ],
  nearMiss: {
    title: 'The refusal has no code',
    at: 'faults.0.response.error.code',
    verdict: 'identity.billing',
  },
};
