// The code of too many tools.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const toolsLimitDrill: Drill = {
  title: 'There are too many tools',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'The available tools exceed the limit.',
          code: 'available_tools_limit_exceeded',
        },
      },
    },
  ],
};
