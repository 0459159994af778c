// A name that is there twice.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const toolNamesDrill: RuleDrill = {
  title: 'Two tools have the same name',
  faults: [
    {
      response: {
        status: 400,
        error: { type: 'invalid_request_error', message: 'tools: Tool names must be unique.' },
      },
    },
  ],
  nearMiss: {
    title: 'The name is missing',
    at: 'faults.0.response.error.message',
    is: 'tools.0.custom.name: Field required',
    verdict: 'request.missing_field',
  },
};
