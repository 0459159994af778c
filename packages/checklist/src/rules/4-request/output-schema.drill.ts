// A schema that is too large for a grammar.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const outputSchemaDrill: RuleDrill = {
  title: 'The schema of the output is too large',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message:
            'The compiled grammar is too large, which would cause performance issues. Simplify your tool schemas or reduce the number of strict tools.',
        },
      },
    },
  ],
  nearMiss: {
    title: 'The field is not known to this platform',
    at: 'faults.0.response.error.message',
    is: 'output_config.format: Extra inputs are not permitted',
    verdict: 'request.unknown_field',
  },
};
