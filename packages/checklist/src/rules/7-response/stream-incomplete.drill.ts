// A clean end before the end.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const streamIncompleteDrill: RuleDrill = {
  title: 'A stream ends without message_stop',
  faults: [{ stream: { after: { events: 4 }, then: 'end' } }],
  call: { method: 'create-streamed' },
  nearMiss: {
    title: 'The connection breaks in place of a clean end',
    at: 'faults.0.stream.then',
    is: 'reset',
    verdict: 'response.stream_interrupted',
  },
};
