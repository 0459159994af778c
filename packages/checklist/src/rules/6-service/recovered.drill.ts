// Overloaded once, then an answer.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const recoveredDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The 529 is not retried',
    at: 'call.maxRetries',
    is: 0,
    verdict: 'service.overloaded',
  },
};
