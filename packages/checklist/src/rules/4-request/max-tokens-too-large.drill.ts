// One token too many.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const maxTokensTooLargeDrill: Drill = {
  title: 'max_tokens is more than the model writes',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message:
            'max_tokens: 128001 > 64000, which is the maximum allowed number of output tokens for claude-opus-4-5-20251101',
        },
      },
    },
  ],
};
