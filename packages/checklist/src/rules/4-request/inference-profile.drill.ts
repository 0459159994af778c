// Bedrock's ValidationException.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const inferenceProfileDrill: RuleDrill = {
  title: 'A model needs an inference profile',
  faults: [
    {
      response: {
        status: 400,
        headers: { 'request-id': null, 'content-type': 'application/json' },
        body: '{"message":"Invocation of model ID anthropic.claude-sonnet-4-20250514-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model."}',
      },
    },
  ],
  call: { params: { model: 'anthropic.claude-sonnet-4-20250514-v1:0' } },
  nearMiss: {
    title: 'The model id itself is not valid',
    at: 'faults.0.response.body',
    is: '{"message": "The provided model identifier is invalid."}',
    verdict: 'endpoint.wrong_platform',
  },
};
