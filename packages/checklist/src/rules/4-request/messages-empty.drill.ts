// An empty list.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const messagesEmptyDrill: Drill = {
  title: 'There are no messages',
  faults: [
    {
      response: {
        status: 400,
        error: { type: 'invalid_request_error', message: 'messages: at least one message is required' },
      },
    },
  ],
  call: { params: { messages: [] } },
};
