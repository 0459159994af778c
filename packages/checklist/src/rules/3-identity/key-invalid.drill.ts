// The API's answer to a key it does not know.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const keyInvalidDrill: Drill = {
  title: 'The key is not accepted',
  faults: [
    { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
  ],
};
