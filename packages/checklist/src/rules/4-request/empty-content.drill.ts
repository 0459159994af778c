// A message without text.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const emptyContentDrill: RuleDrill = {
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
  nearMiss: {
    title: 'There is no message at all',
    at: 'faults.0.response.error.message',
    is: 'messages: at least one message is required',
    verdict: 'request.messages_empty',
  },
};
