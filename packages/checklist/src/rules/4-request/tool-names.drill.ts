// A name that is there twice.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const toolNamesDrill: Drill = {
  title: 'Two tools have the same name',
  faults: [
    {
      response: {
        status: 400,
        error: { type: 'invalid_request_error', message: 'tools: Tool names must be unique.' },
      },
    },
  ],
};
