// The code of a compaction that failed.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const compactionUnavailableDrill: Drill = {
  title: 'A compaction fails for a moment',
  faults: [
    {
      response: {
        status: 529,
        headers: { 'retry-after-ms': '20' },
        error: {
          type: 'overloaded_error',
          message: 'The compaction could not be completed.',
          code: 'compaction_unavailable',
        },
      },
    },
  ],
  call: { maxRetries: 1 },
};
