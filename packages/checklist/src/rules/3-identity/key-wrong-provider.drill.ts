// A key with another vendor's prefix.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const keyWrongProviderDrill: RuleDrill = {
  title: "The key is another vendor's",
  faults: [
    { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
  ],
  call: { apiKey: 'sk-proj-drill-not-a-real-key' },
  nearMiss: {
    title: "The key has the API's prefix",
    at: 'call.apiKey',
    is: 'sk-ant-drill-not-a-real-key',
    verdict: 'identity.key_invalid',
  },
};
