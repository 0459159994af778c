// LiteLLM's budget of a key.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const gatewayBudgetDrill: RuleDrill = {
  title: 'The budget of a gateway is spent',
  faults: [
    {
      response: {
        status: 429,
        headers: { 'request-id': null, server: 'uvicorn', 'content-type': 'application/json' },
        body: '{"error":{"message":"Budget has been exceeded! Current cost: 26.075, Max budget: 25.0","type":"budget_exceeded","param":null,"code":"429"}}',
      },
    },
  ],
  call: { maxRetries: 0 },
  nearMiss: {
    title: 'The limit is one of requests',
    at: 'faults.0.response.body',
    is: '{"error":{"message":"Rate limit exceeded. Limit type: requests, current limit: 100","type":"None","param":"None","code":"429"}}',
    verdict: 'endpoint.gateway_limit',
  },
};
