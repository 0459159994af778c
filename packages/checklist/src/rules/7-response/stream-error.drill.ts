// An internal error after the 200.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const streamErrorDrill: Drill = {
  title: 'An error event ends a stream',
  faults: [
    {
      stream: {
        after: { deltas: 2 },
        then: 'error',
        error: { type: 'api_error', message: 'Internal server error' },
      },
    },
  ],
  call: { method: 'create-streamed' },
};
