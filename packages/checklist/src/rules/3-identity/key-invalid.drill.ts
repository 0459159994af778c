// The API's answer to a key it does not know.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const keyInvalidDrill: RuleDrill = {
  title: 'The key is not accepted',
  faults: [
    { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
  ],
  nearMiss: {
    title: 'The key is the text of an example file',
    at: 'call.apiKey',
    is: 'your-api-key-here',
    verdict: 'identity.key_placeholder',
  },
};
