// The edge's 403.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const blockedDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The sentence goes on: it is about the workspace, not the place',
    at: 'faults.0.response.body',
    is: '{"error":{"type":"forbidden","message":"Request not allowed for this workspace"}}',
    verdict: 'identity.unrecognized',
  },
};
