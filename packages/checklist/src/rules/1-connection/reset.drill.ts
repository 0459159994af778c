// A TCP reset before any byte of a response.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const resetDrill: RuleDrill = {
  title: 'The connection is reset before a response',
  faults: [{ connection: 'reset' }],
  call: { maxRetries: 0 },
  nearMiss: {
    title: 'Nobody takes the connection in the first place',
    at: 'call.target',
    is: 'refused',
    verdict: 'connection.refused',
  },
};
