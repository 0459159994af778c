// The code of a misplaced block.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const compactionDrill: RuleDrill = {
  title: 'A compaction block is misplaced',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'The compaction block is not the first block of the conversation.',
          code: 'compaction_block_misplaced',
        },
      },
    },
  ],
  call: { beta: true },
  nearMiss: {
    title: 'The code is one of another status',
    at: 'faults.0.response.error.code',
    is: 'compaction_unavailable',
    verdict: 'request.unrecognized',
  },
};
