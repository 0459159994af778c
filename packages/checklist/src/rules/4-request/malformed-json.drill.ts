// Half a character.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const malformedJsonDrill: Drill = {
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
};
