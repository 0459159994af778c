// A client that gets its key anew for each call, from a cloud that does not know it.
import type { RuleDrill } from '../../drills/near-miss.ts';

// The clients of the clouds throw the same sentences; `test/integration/cloud-credentials.test.ts` runs those.
export const credentialsUnavailableDrill: RuleDrill = {
  title: 'The credentials of AWS cannot be found',
  call: { keyError: 'Could not load credentials from any providers' },
  nearMiss: {
    title: 'They were found, and the sign-in has expired',
    at: 'call.keyError',
    is: 'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
    verdict: 'identity.token_expired',
  },
};
