// A deadline of the application that passes before there is an answer.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const deadlineDrill: RuleDrill = {
  title: "The application's deadline passes before an answer comes",
  faults: [{ connection: 'hang' }],
  call: { deadlineMs: 100, timeoutMs: 1_000, maxRetries: 0 },
  nearMiss: {
    title: "It is the client's own timeout that passes",
    at: 'call.deadlineMs',
    verdict: 'connection.request_timeout',
  },
};
