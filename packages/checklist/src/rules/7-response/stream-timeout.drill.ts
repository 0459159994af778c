// A deadline of the application that passes while it reads.
import type { RuleDrill } from '../../near-miss.ts';

export const streamTimeoutDrill: RuleDrill = {
  title: "The application's deadline passes in the middle of a stream",
  faults: [{ stream: { after: { deltas: 1 }, then: 'stall', stallMs: 60_000 } }],
  call: { method: 'create-streamed', deadlineMs: 500 },
  nearMiss: {
    title: 'The application aborts by itself',
    at: 'call',
    is: { method: 'create-streamed', abortAfterMs: 500 },
    verdict: undefined,
  },
};
