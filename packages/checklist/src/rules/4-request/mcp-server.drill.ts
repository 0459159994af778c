// A token that the MCP server refuses.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const mcpServerDrill: RuleDrill = {
  title: 'An MCP server refuses its token',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message:
            "Invalid authorization token for MCP server 'notion'. Please check your token and try again.",
        },
      },
    },
  ],
  call: { beta: true },
  nearMiss: {
    title: 'The server cannot be reached',
    at: 'faults.0.response.error.message',
    is: 'Connection error while communicating with MCP server',
    verdict: 'request.mcp_unreachable',
  },
};
