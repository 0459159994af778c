// A clean end before the end.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const streamIncompleteDrill: Drill = {
  title: 'A stream ends without message_stop',
  faults: [{ stream: { after: { events: 4 }, then: 'end' } }],
  call: { method: 'create-streamed' },
};
