// Kong's own limit.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const gatewayLimitDrill: RuleDrill = {
  title: 'A gateway has a rate limit of its own',
  faults: [
    {
      response: {
        status: 429,
        headers: { 'request-id': null, server: 'kong/3.9', 'content-type': 'application/json' },
        body: '{"message":"API rate limit exceeded"}',
      },
    },
  ],
  call: { maxRetries: 0 },
  nearMiss: {
    title: "The 429 comes with the API's request-id",
    at: 'faults.0.response.headers.request-id',
    verdict: 'limits.unrecognized',
  },
};
