// A filtered answer.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const contentPolicyDrill: RuleDrill = {
  title: 'The output is blocked by a filter',
  faults: [
    {
      response: {
        status: 400,
        error: { type: 'invalid_request_error', message: 'Output blocked by content filtering policy' },
      },
    },
  ],
  nearMiss: {
    title: 'A policy is named that is not the filter',
    at: 'faults.0.response.error.message',
    is: 'Output blocked by the retention policy of the workspace',
    verdict: 'request.unrecognized',
  },
};
