// Fewer bytes than announced.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const interruptedDrill: Drill = {
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
};
