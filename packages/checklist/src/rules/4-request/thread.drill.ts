// The code of a thread that is gone.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const threadDrill: Drill = {
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
};
