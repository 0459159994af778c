// A sampling temperature out of bounds.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const invalidValueDrill: Drill = {
  title: 'A field has a value out of bounds',
  faults: [
    {
      response: {
        status: 400,
        error: { type: 'invalid_request_error', message: 'temperature: range: 0..1' },
      },
    },
  ],
  call: { params: { temperature: 3 } },
};
