// Data that is not JSON.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const streamMalformedDrill: Drill = {
  title: 'A stream has an event that is not JSON',
  faults: [{ stream: { after: { events: 4 }, then: 'garbage' } }],
  call: { method: 'create-streamed' },
};
