// An id that nobody knows.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const fileUnavailableDrill: Drill = {
  title: 'A file is not there',
  faults: [
    {
      response: {
        status: 404,
        error: { type: 'not_found_error', message: 'File not found: file_011CNha8iCJcU1wXNR6q4V8w' },
      },
    },
  ],
  call: { beta: true },
};
