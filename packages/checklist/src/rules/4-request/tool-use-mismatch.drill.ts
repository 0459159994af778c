// A result that is missing.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const toolUseMismatchDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The result does not say which use it belongs to',
    at: 'faults.0.response.error.message',
    is: 'messages.2.content.0.tool_result.tool_use_id: Field required',
    verdict: 'request.missing_field',
  },
};
