// The code of a compaction that failed.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const compactionUnavailableDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The 529 has no code',
    at: 'faults.0.response.error.code',
    verdict: 'service.overloaded',
  },
};
