// An address to which no connection can lead, and to which none leaves the machine: that of a broadcast.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const unreachableDrill: RuleDrill = {
  title: 'There is no route to the host',
  // Without the base URL, the target holds.
  call: { baseURL: 'http://255.255.255.255:9999', target: 'refused', maxRetries: 0 },
  nearMiss: {
    title: 'The host is there and nobody listens',
    at: 'call.baseURL',
    verdict: 'connection.refused',
  },
};
