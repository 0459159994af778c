// The code of a profile that is not named.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const userProfileDrill: Drill = {
  title: 'The user profile to bill is not named',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'A user profile is required.',
          code: 'user_profile_required',
        },
      },
    },
  ],
};
