// Silence in the middle of a stream, and then the rest.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const streamStalledDrill: RuleDrill = {
  title: 'A stream falls silent and goes on',
  faults: [{ stream: { after: { deltas: 1 }, then: 'stall', stallMs: 300 } }],
  call: { method: 'create-streamed' },
  // The default is 30 s.
  thresholds: { streamStalledSeconds: 0.2 },
  nearMiss: {
    title: 'So long a silence is within the threshold',
    at: 'thresholds.streamStalledSeconds',
    is: 60,
    verdict: undefined,
  },
};
