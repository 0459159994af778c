// A conversation that grew too long.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const contextWindowDrill: Drill = {
  title: 'The prompt is too long',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'prompt is too long: 208310 tokens > 200000 maximum',
        },
      },
    },
  ],
};
