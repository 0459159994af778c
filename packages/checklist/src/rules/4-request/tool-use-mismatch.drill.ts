// A result that is missing.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const toolUseMismatchDrill: Drill = {
  title: 'A tool use is left without its result',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message:
            'messages.2: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_019P95AL5DFCUyhtgQDcWJ3x. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
        },
      },
    },
  ],
};
