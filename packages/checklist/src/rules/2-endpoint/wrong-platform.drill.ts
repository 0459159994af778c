// Bedrock's id at the Claude API.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const wrongPlatformDrill: RuleDrill = {
  title: 'A model id of Bedrock is sent to the Claude API',
  faults: [
    {
      response: {
        status: 404,
        error: { type: 'not_found_error', message: 'model: us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
      },
    },
  ],
  call: { params: { model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' } },
  nearMiss: {
    title: 'The application asked for an id of the Claude API',
    at: 'call.params.model',
    is: 'claude-sonnet-5',
    verdict: 'request.model_not_found',
  },
};
