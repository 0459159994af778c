// A deadline of the application that passes while it reads.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const streamTimeoutDrill: RuleDrill = {
  title: "The application's deadline passes in the middle of a stream",
  faults: [{ stream: { after: { deltas: 1 }, then: 'stall', stallMs: 2_000 } }],
  call: { method: 'create-streamed', deadlineMs: 1_000 },
  nearMiss: {
    title: 'The application waits without a deadline',
    at: 'call.deadlineMs',
    verdict: undefined,
  },
};
