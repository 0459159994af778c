// Envoy's answer when its upstream is down.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const gatewayUpstreamDrill: Drill = {
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
};
