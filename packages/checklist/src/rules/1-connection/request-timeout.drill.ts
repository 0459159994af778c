// A server that never answers, and a client that does not wait for ever.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const requestTimeoutDrill: RuleDrill = {
  title: "The client's timeout runs out",
  faults: [{ connection: 'hang' }],
  call: { timeoutMs: 150, maxRetries: 0 },
  nearMiss: {
    title: 'The connection breaks before the timeout',
    at: 'faults.0.connection',
    is: 'reset',
    verdict: 'connection.reset',
  },
};
