// Data that is not JSON.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const streamMalformedDrill: RuleDrill = {
  title: 'A stream has an event that is not JSON',
  faults: [{ stream: { after: { events: 4 }, then: 'garbage' } }],
  call: { method: 'create-streamed' },
  nearMiss: {
    title: 'The stream just ends there',
    at: 'faults.0.stream.then',
    is: 'end',
    verdict: 'response.stream_incomplete',
  },
};
