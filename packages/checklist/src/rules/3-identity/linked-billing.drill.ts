// The code of a linked organization at its limit.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const linkedBillingDrill: Drill = {
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
};
