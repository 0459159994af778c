// Half a character.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const malformedJsonDrill: RuleDrill = {
  title: 'The body is not JSON',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message:
            'The request body is not valid JSON: no low surrogate in string: line 1 column 195621 (char 195620)',
        },
      },
    },
  ],
  nearMiss: {
    title: 'The JSON that is not valid is a schema in the request',
    at: 'faults.0.response.error.message',
    is: 'The JSON schema of the request is not valid JSON Schema',
    verdict: 'request.unrecognized',
  },
};
