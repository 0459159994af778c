// What nginx answers when its upstream is too slow.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const gatewayTimeoutDrill: RuleDrill = {
  title: 'A gateway stops waiting',
  faults: [
    {
      response: {
        status: 504,
        headers: { 'request-id': null, server: 'nginx', 'content-type': 'text/html' },
        body: '<html><head><title>504 Gateway Time-out</title></head><body><center><h1>504 Gateway Time-out</h1></center></body></html>',
      },
    },
  ],
  call: { maxRetries: 0 },
  nearMiss: {
    title: "The 504 comes with the API's request-id",
    at: 'faults.0.response.headers.request-id',
    verdict: 'service.timeout',
  },
};
