// 529 until no retry is left.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const overloadedDrill: RuleDrill = {
  title: 'The API is overloaded and stays so',
  faults: [
    {
      response: {
        status: 529,
        headers: { 'retry-after-ms': '20' },
        error: { type: 'overloaded_error', message: 'Overloaded' },
      },
    },
  ],
  call: { maxRetries: 2 },
  nearMiss: {
    title: 'The code says that only compaction fails',
    at: 'faults.0.response.error.code',
    is: 'compaction_unavailable',
    verdict: 'service.compaction_unavailable',
  },
};
