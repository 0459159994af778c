// A port that nobody listens on.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const refusedDrill: RuleDrill = {
  title: 'The connection is refused',
  call: { target: 'refused', maxRetries: 0 },
  nearMiss: {
    title: 'Somebody listens at the address',
    at: 'call.target',
    is: 'simulator',
    verdict: undefined,
  },
};
