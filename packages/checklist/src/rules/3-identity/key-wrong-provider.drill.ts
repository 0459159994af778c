// A key with another vendor's prefix.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const keyWrongProviderDrill: Drill = {
  title: "The key is another vendor's",
  faults: [
    { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
  ],
  call: { apiKey: 'sk-proj-drill-not-a-real-key' },
};
