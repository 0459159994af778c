// A TCP reset after some events.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const streamInterruptedDrill: RuleDrill = {
  title: 'A stream is cut mid-way',
  faults: [{ stream: { after: { events: 4 }, then: 'reset' } }],
  call: { method: 'create-streamed' },
  nearMiss: {
    title: 'The reset comes after the last event',
    at: 'faults.0.stream.after.events',
    is: 500,
    verdict: undefined,
  },
};
