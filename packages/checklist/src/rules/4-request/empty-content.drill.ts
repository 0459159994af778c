// A message without text.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const emptyContentDrill: Drill = {
  title: 'A text block is empty',
  faults: [
    {
      response: {
        status: 400,
        error: { type: 'invalid_request_error', message: 'messages: text content blocks must be non-empty' },
      },
    },
  ],
  call: { params: { messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] } },
};
