// Bedrock's id at the Claude API.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const wrongPlatformDrill: Drill = {
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
};
