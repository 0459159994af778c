// One mark too many.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const cacheControlDrill: RuleDrill = {
  title: 'Five blocks have cache_control',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'A maximum of 4 blocks with cache_control may be provided. Found 5.',
        },
      },
    },
  ],
  nearMiss: {
    title: 'A mark has a field that is not known',
    at: 'faults.0.response.error.message',
    is: 'system.0.cache_control.scope: Extra inputs are not permitted',
    verdict: 'request.unknown_field',
  },
};
