// The code of a profile that is not named.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const userProfileDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The refusal has no code',
    at: 'faults.0.response.error.code',
    verdict: 'request.unrecognized',
  },
};
