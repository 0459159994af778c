// HTML from a gateway, then an answer.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const recoveredDrill: RuleDrill = {
  title: 'A gateway answers 502 with HTML, then an answer comes',
  faults: [
    {
      when: { attempt: 1 },
      response: {
        status: 502,
        headers: {
          'request-id': null,
          server: 'nginx',
          'content-type': 'text/html',
          'retry-after-ms': '20',
        },
        body: '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
      },
    },
  ],
  nearMiss: {
    title: "The failed attempt has the API's request-id",
    at: 'faults.0.response.headers.request-id',
    verdict: 'service.recovered',
  },
};
