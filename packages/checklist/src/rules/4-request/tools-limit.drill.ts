// The code of too many tools.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const toolsLimitDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The code is about the names of the tools',
    at: 'faults.0.response.error.code',
    is: 'tool_name_conflict',
    verdict: 'request.tool_names',
  },
};
