// A 400 that is about the account.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const organizationDisabledDrill: Drill = {
  title: 'The organization is disabled',
  faults: [
    {
      response: {
        status: 400,
        error: { type: 'invalid_request_error', message: 'This organization has been disabled.' },
      },
    },
  ],
};
