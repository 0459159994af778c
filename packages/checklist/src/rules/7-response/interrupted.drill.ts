// Fewer bytes than announced.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const interruptedDrill: RuleDrill = {
  title: 'The body of an answer breaks off',
  faults: [
    {
      response: {
        status: 200,
        headers: { 'content-type': 'application/json', 'content-length': '4096', connection: 'close' },
        body: '{"id":"msg_01","type":"message","role":"assistant","content":[',
      },
    },
  ],
  call: { maxRetries: 0 },
  nearMiss: {
    title: 'As many bytes come as announced, and they are no JSON',
    at: 'faults.0.response.headers.content-length',
    is: '62',
    verdict: 'endpoint.malformed_response',
  },
};
