// The value of an example file.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const keyPlaceholderDrill: RuleDrill = {
  title: 'The key is a placeholder',
  faults: [
    { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
  ],
  call: { apiKey: 'your-api-key-here' },
  nearMiss: {
    title: 'The key has the form of a key',
    at: 'call.apiKey',
    is: 'sk-ant-api03-drill-not-a-real-key',
    verdict: 'identity.key_invalid',
  },
};
