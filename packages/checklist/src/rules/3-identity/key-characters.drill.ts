// A key copied from a form that hides it.
import type { RuleDrill } from '../../drills/near-miss.ts';

// The SDK cannot make a header of it, so nothing is sent.
export const keyCharactersDrill: RuleDrill = {
  title: 'The key is masked with bullets',
  faults: [
    { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
  ],
  call: { apiKey: 'sk-ant-••••••••' },
  nearMiss: {
    title: 'The key has characters that a header can carry',
    at: 'call.apiKey',
    is: 'sk-ant-api03-drill-not-a-real-key',
    verdict: 'identity.key_invalid',
  },
};
