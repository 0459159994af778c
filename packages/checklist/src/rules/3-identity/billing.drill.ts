// The API's 402.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const billingDrill: Drill = {
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
};
