// Overloaded once, then an answer.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const recoveredDrill: Drill = {
  title: 'The API is overloaded once, then an answer comes',
  faults: [
    {
      when: { attempt: 1 },
      response: {
        status: 529,
        headers: { 'retry-after-ms': '20' },
        error: { type: 'overloaded_error', message: 'Overloaded' },
      },
    },
  ],
};
