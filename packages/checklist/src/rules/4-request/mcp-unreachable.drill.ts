// An MCP server that is down.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const mcpUnreachableDrill: RuleDrill = {
  title: 'An MCP server cannot be reached',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'Connection error while communicating with MCP server',
        },
      },
    },
  ],
  call: { beta: true },
  nearMiss: {
    title: 'The server is reached and refuses the token',
    at: 'faults.0.response.error.message',
    is: 'Authentication error while communicating with MCP server. Please check your authorization token.',
    verdict: 'request.mcp_server',
  },
};
