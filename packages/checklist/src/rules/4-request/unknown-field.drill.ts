// A field of a beta, without the beta.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const unknownFieldDrill: Drill = {
  title: 'A field is not known',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'context_management: Extra inputs are not permitted',
        },
      },
    },
  ],
  call: { params: { context_management: { edits: [] } } },
};
