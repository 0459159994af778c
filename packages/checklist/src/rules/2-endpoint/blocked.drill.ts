// The edge's 403.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const blockedDrill: Drill = {
  title: 'The request is not allowed from here',
  faults: [
    {
      response: {
        status: 403,
        headers: { 'content-type': 'application/json' },
        body: '{"error":{"type":"forbidden","message":"Request not allowed"}}',
      },
    },
  ],
};
