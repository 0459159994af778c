// What an API gateway says without its own key.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const gatewayRefusedDrill: RuleDrill = {
  title: 'A gateway with keys of its own refuses',
  faults: [
    {
      response: {
        status: 403,
        headers: { 'request-id': null, server: 'api-gateway', 'content-type': 'application/json' },
        body: '{"message":"Forbidden"}',
      },
    },
  ],
  nearMiss: {
    title: "The 403 comes with the API's request-id",
    at: 'faults.0.response.headers.request-id',
    verdict: 'identity.unrecognized',
  },
};
