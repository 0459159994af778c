// A schema that is none.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const toolSchemaDrill: RuleDrill = {
  title: 'A tool has an invalid schema',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message:
            'tools.12.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12).',
        },
      },
    },
  ],
  nearMiss: {
    title: 'The schema is missing',
    at: 'faults.0.response.error.message',
    is: 'tools.12.custom.input_schema: Field required',
    verdict: 'request.missing_field',
  },
};
