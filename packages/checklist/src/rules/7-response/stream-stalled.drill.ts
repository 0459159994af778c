// Silence in the middle of a stream, and then the rest.
import type { RuleDrill } from '../../near-miss.ts';

export const streamStalledDrill: RuleDrill = {
  title: 'A stream falls silent and goes on',
  faults: [{ stream: { after: { deltas: 1 }, then: 'stall', stallMs: 300 } }],
  call: { method: 'create-streamed' },
  // The default is 30 s.
  thresholds: { streamStalledSeconds: 0.2 },
  nearMiss: {
    title: 'The silence comes after the last event',
    at: 'faults.0.stream.after',
    is: { events: 100 },
    verdict: undefined,
  },
};
