// A plain body under the header of a packed one.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const contentEncodingDrill: RuleDrill = {
  title: 'A relay unpacks the body and keeps its content-encoding',
  faults: [
    {
      response: {
        status: 200,
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: 'Welcome',
      },
    },
  ],
  call: { maxRetries: 0 },
  nearMiss: {
    title: 'The relay drops the header, and the body is no JSON',
    at: 'faults.0.response.headers.content-encoding',
    verdict: 'endpoint.malformed_response',
  },
};
