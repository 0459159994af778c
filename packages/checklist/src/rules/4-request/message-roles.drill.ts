// A conversation that begins with the assistant.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const messageRolesDrill: Drill = {
  title: "The first message is not the user's",
  faults: [
    {
      response: {
        status: 400,
        error: { type: 'invalid_request_error', message: 'messages: first message must use the "user" role' },
      },
    },
  ],
};
