// What an API gateway says without its own key.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const gatewayRefusedDrill: Drill = {
  title: 'A gateway with keys of its own refuses',
  faults: [
    {
      response: {
        status: 403,
        headers: { 'request-id': null, server: 'api-gateway', 'content-type': 'application/json' },
        body: '{"message":"Forbidden"}',
      },
    },
  ],
};
