// A 401 that asks to be retried.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const retriedDrill: Drill = {
  title: 'A 401 is retried',
  faults: [
    {
      when: { attempt: 1 },
      response: {
        status: 401,
        headers: { 'x-should-retry': 'true', 'retry-after-ms': '20' },
        error: { type: 'authentication_error', message: 'invalid x-api-key' },
      },
    },
  ],
};
