// A conversation that grew too long.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const contextWindowDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The figures are those of max_tokens',
    at: 'faults.0.response.error.message',
    is: 'max_tokens: 208310 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-5',
    verdict: 'request.max_tokens_too_large',
  },
};
