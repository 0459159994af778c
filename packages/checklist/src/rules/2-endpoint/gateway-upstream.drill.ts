// Envoy's answer when its upstream is down.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const gatewayUpstreamDrill: RuleDrill = {
  title: 'A gateway cannot reach its upstream',
  faults: [
    {
      response: {
        status: 503,
        headers: { 'request-id': null, server: 'envoy', 'content-type': 'text/plain' },
        body: 'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
      },
    },
  ],
  call: { maxRetries: 0 },
  nearMiss: {
    title: 'The gateway reached its upstream, which took too long',
    at: 'faults.0.response.body',
    is: 'upstream request timeout',
    verdict: 'endpoint.gateway_error',
  },
};
