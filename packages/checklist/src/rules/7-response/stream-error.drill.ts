// An internal error after the 200.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const streamErrorDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The error event is about load',
    at: 'faults.0.stream.error.type',
    is: 'overloaded_error',
    verdict: 'service.overloaded',
  },
};
