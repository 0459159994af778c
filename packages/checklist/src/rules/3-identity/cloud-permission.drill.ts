// Bedrock's AccessDeniedException.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const cloudPermissionDrill: Drill = {
  title: 'The model is not enabled in the cloud account',
  faults: [
    {
      response: {
        status: 403,
        headers: { 'request-id': null, 'content-type': 'application/json' },
        body: '{"message":"You don\'t have access to the model with the specified model ID."}',
      },
    },
  ],
};
