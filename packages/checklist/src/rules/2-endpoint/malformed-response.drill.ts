// A sign-in page in place of an answer.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const malformedResponseDrill: RuleDrill = {
  title: 'A sign-in page comes in place of an answer',
  faults: [
    {
      response: {
        status: 200,
        headers: { 'request-id': null, 'content-type': 'text/html' },
        body: '<!doctype html><html><head><title>Sign in</title></head><body>Sign in to this network</body></html>',
      },
    },
  ],
  nearMiss: {
    title: 'The page comes with status 403',
    at: 'faults.0.response.status',
    is: 403,
    verdict: 'endpoint.gateway_refused',
  },
};
