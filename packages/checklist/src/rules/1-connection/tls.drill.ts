// A server that does not speak TLS.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const tlsDrill: RuleDrill = {
  title: 'The server answers a TLS handshake with something else',
  call: { target: 'tls', maxRetries: 0 },
  nearMiss: {
    title: 'The same server is called without TLS',
    at: 'call.target',
    is: 'simulator',
    verdict: undefined,
  },
};
