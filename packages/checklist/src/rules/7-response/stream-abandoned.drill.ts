// An application that leaves a stream.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const streamAbandonedDrill: RuleDrill = {
  title: 'The application stops reading the stream',
  call: { method: 'create-streamed', stopAfterEvents: 3 },
  nearMiss: {
    title: 'The application reads to the end',
    at: 'call.stopAfterEvents',
    verdict: undefined,
  },
};
