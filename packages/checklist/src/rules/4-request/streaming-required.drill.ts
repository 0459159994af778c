// A gateway that is written with the SDK passes the SDK's refusal on.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const streamingRequiredDrill: RuleDrill = {
  title: "A gateway passes the SDK's own refusal on",
  faults: [
    {
      response: {
        status: 500,
        headers: { 'request-id': null, 'content-type': 'application/json' },
        body: '{"error":{"message":"Streaming is required for operations that may take longer than 10 minutes. See https://platform.claude.com/docs/en/cli-sdks-libraries/sdks/typescript#long-requests for more details"}}',
      },
    },
  ],
  call: { maxRetries: 0, params: { max_tokens: 64_000 }, timeoutMs: 60_000 },
  nearMiss: {
    title: 'The gateway does not stream at all',
    at: 'faults.0.response.body',
    is: '{"error":{"message":"Streaming is not supported by this gateway"}}',
    verdict: 'endpoint.gateway_error',
  },
};
