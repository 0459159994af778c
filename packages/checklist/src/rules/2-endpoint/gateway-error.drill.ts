// What nginx answers when its upstream is down.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const gatewayErrorDrill: RuleDrill = {
  title: "A gateway answers in the API's place",
  faults: [
    {
      response: {
        status: 502,
        headers: { 'request-id': null, server: 'nginx', 'content-type': 'text/html' },
        body: '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
      },
    },
  ],
  call: { maxRetries: 0 },
  nearMiss: {
    title: "The page comes with the API's request-id",
    at: 'faults.0.response.headers.request-id',
    verdict: 'service.unrecognized',
  },
};
