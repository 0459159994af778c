// An empty list.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const messagesEmptyDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The field is missing',
    at: 'faults.0.response.error.message',
    is: 'messages: Field required',
    verdict: 'request.missing_field',
  },
};
