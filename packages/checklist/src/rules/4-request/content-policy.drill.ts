// A filtered answer.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const contentPolicyDrill: Drill = {
  title: 'The output is blocked by a filter',
  faults: [
    {
      response: {
        status: 400,
        error: { type: 'invalid_request_error', message: 'Output blocked by content filtering policy' },
      },
    },
  ],
};
