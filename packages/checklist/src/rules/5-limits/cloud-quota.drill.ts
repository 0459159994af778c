// Vertex AI's RESOURCE_EXHAUSTED.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const cloudQuotaDrill: RuleDrill = {
  title: "The cloud's quota is used up",
  faults: [
    {
      response: {
        status: 429,
        headers: { 'request-id': null, 'retry-after-ms': '20', 'content-type': 'application/json' },
        body: '{"error":{"code":429,"message":"Quota exceeded for aiplatform.googleapis.com/online_prediction_input_tokens_per_minute_per_base_model with base model: anthropic-claude-opus-4. Please submit a quota increase request.","status":"RESOURCE_EXHAUSTED"}}',
      },
    },
  ],
  call: { maxRetries: 1 },
  nearMiss: {
    title: "The 429 is a proxy's own",
    at: 'faults.0.response.body',
    is: '{"error":{"code":429,"message":"Quota exceeded for this user of the proxy."}}',
    verdict: 'endpoint.gateway_limit',
  },
};
