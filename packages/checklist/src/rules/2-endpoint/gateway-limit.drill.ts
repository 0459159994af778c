// Kong's own limit.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const gatewayLimitDrill: Drill = {
  title: 'A gateway has a rate limit of its own',
  faults: [
    {
      response: {
        status: 429,
        headers: { 'request-id': null, server: 'kong/3.9', 'content-type': 'application/json' },
        body: '{"message":"API rate limit exceeded"}',
      },
    },
  ],
  call: { maxRetries: 0 },
};
