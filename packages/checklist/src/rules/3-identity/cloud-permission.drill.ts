// Bedrock's AccessDeniedException.
import type { RuleDrill } from '../../near-miss.ts';

export const cloudPermissionDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The security token has expired',
    at: 'faults.0.response.body',
    is: '{"message": "The security token included in the request is expired"}',
    verdict: 'identity.token_expired',
  },
};
