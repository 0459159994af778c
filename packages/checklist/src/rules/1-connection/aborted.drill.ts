// An application that gives up before there is an answer.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const abortedDrill: RuleDrill = {
  title: 'The application aborts before an answer comes',
  faults: [{ connection: 'hang' }],
  call: { abortAfterMs: 100, timeoutMs: 1_000, maxRetries: 0 },
  nearMiss: {
    title: "It waits until the client's own timeout passes",
    at: 'call.abortAfterMs',
    verdict: 'connection.request_timeout',
  },
};
