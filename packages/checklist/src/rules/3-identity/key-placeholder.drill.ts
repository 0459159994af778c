// The value of an example file.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const keyPlaceholderDrill: Drill = {
  title: 'The key is a placeholder',
  faults: [
    { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
  ],
  call: { apiKey: 'your-api-key-here' },
};
