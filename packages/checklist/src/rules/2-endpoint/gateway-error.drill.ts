// What nginx answers when its upstream is down.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const gatewayErrorDrill: Drill = {
  title: "A gateway answers in the API's place",
  faults: [
    {
      response: {
        status: 502,
        headers: { 'request-id': null, server: 'nginx', 'content-type': 'text/html' },
        body: '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
      },
    },
  ],
  call: { maxRetries: 0 },
};
