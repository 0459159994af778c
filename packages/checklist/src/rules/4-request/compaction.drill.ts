// The code of a misplaced block.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const compactionDrill: Drill = {
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
};
