// A conversation that begins with the assistant.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const messageRolesDrill: RuleDrill = {
  title: "The first message is not the user's",
  faults: [
    {
      response: {
        status: 400,
        error: { type: 'invalid_request_error', message: 'messages: first message must use the "user" role' },
      },
    },
  ],
  nearMiss: {
    title: 'The role is missing',
    at: 'faults.0.response.error.message',
    is: 'messages.0.role: Field required',
    verdict: 'request.missing_field',
  },
};
