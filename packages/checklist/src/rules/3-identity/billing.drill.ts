// The API's 402.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const billingDrill: RuleDrill = {
  title: 'The account is out of credit',
  faults: [
    {
      response: {
        status: 402,
        error: {
          type: 'billing_error',
          message:
            'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
        },
      },
    },
  ],
  nearMiss: {
    title: "The code says that it is a linked organization's bill",
    at: 'faults.0.response.error.code',
    is: 'linked_organization_spend_limit_reached',
    verdict: 'identity.linked_billing',
  },
};
