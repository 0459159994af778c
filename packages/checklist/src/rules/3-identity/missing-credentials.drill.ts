// A client without a key.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const missingCredentialsDrill: RuleDrill = {
  title: 'There is no key',
  call: { apiKey: null },
  nearMiss: {
    title: 'The key is a single blank',
    at: 'call.apiKey',
    is: ' ',
    verdict: 'identity.key_whitespace',
  },
};
