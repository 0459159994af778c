// The code of a thread that is gone.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const threadDrill: RuleDrill = {
  title: 'A thread does not exist any more',
  faults: [
    {
      response: {
        status: 404,
        error: {
          type: 'not_found_error',
          message: 'No usable thread state was found.',
          code: 'thread_not_found',
        },
      },
    },
  ],
  call: { beta: true },
  nearMiss: {
    title: 'The 404 has no code',
    at: 'faults.0.response.error.code',
    verdict: 'request.unrecognized',
  },
};
