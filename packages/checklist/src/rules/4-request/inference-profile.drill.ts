// Bedrock's ValidationException.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const inferenceProfileDrill: Drill = {
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
};
