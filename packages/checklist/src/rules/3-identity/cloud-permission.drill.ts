// Bedrock's AccessDeniedException, in words that no rule knows.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const cloudPermissionDrill: RuleDrill = {
  title: 'The model is not enabled in the cloud account',
  faults: [
    {
      response: {
        status: 403,
        headers: {
          'request-id': null,
          'content-type': 'application/json',
          'x-amzn-errortype': 'AccessDeniedException:http://internal.amazon.com/coral/com.amazon.bedrock/',
        },
        body: '{"message":"Your account is not authorized to invoke this API operation."}',
      },
    },
  ],
  call: { params: { model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' } },
  nearMiss: {
    title: 'The class of the exception is that of unknown credentials',
    at: 'faults.0.response.headers.x-amzn-errortype',
    is: 'UnrecognizedClientException:http://internal.amazon.com/coral/com.amazon.coral.service/',
    verdict: 'identity.cloud_credentials',
  },
};
