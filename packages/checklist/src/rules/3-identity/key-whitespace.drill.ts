// A key read from a file, with its line break.
import type { RuleDrill } from '../../drills/near-miss.ts';

// Fetch drops the line break on its way, so the rejection is scripted.
export const keyWhitespaceDrill: RuleDrill = {
  title: 'The key ends in a newline',
  faults: [
    { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
  ],
  call: { apiKey: 'sk-ant-api03-drill-not-a-real-key\n' },
  nearMiss: {
    title: 'The key ends where it should',
    at: 'call.apiKey',
    is: 'sk-ant-api03-drill-not-a-real-key',
    verdict: 'identity.key_invalid',
  },
};
