// AWS's UnrecognizedClientException.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const cloudCredentialsDrill: RuleDrill = {
  title: 'The cloud does not know the credentials',
  faults: [
    {
      response: {
        status: 403,
        headers: { 'request-id': null, 'content-type': 'application/json' },
        body: '{"message":"The security token included in the request is invalid."}',
      },
    },
  ],
  nearMiss: {
    title: 'The credentials are known, the permission is missing',
    at: 'faults.0.response.body',
    is: '{"message": "User: arn:aws:iam::123456789012:user/app is not authorized to perform: bedrock:InvokeModel"}',
    verdict: 'identity.cloud_permission',
  },
};
