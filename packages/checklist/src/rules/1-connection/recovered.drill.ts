// A reset, then an answer.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const recoveredDrill: RuleDrill = {
  title: 'The connection is reset once, then an answer comes',
  faults: [{ when: { attempt: 1 }, connection: 'reset' }],
  nearMiss: {
    title: 'The reset is not retried',
    at: 'call.maxRetries',
    is: 0,
    verdict: 'connection.reset',
  },
};
