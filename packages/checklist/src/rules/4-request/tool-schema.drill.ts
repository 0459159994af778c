// A schema that is none.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const toolSchemaDrill: Drill = {
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
};
