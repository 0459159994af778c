// A server that does not wait for the body any longer.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const requestTimeoutDrill: RuleDrill = {
  title: 'The server stops waiting for the request',
  faults: [
    {
      response: {
        status: 408,
        headers: { 'retry-after-ms': '20' },
        error: { type: 'timeout_error', message: 'Request timeout' },
      },
    },
  ],
  call: { maxRetries: 1 },
  nearMiss: {
    title: 'The API gives up on the answer, with 504',
    at: 'faults.0.response.status',
    is: 504,
    verdict: 'service.timeout',
  },
};
