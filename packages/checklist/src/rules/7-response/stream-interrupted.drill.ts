// A TCP reset after some events.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const streamInterruptedDrill: Drill = {
  title: 'A stream is cut mid-way',
  faults: [{ stream: { after: { events: 4 }, then: 'reset' } }],
  call: { method: 'create-streamed' },
};
