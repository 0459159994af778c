// 529 until no retry is left.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const overloadedDrill: Drill = {
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
};
