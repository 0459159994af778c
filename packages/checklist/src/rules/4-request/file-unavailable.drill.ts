// An id that nobody knows.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const fileUnavailableDrill: RuleDrill = {
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
  nearMiss: {
    title: 'The same sentence comes with status 400',
    at: 'faults.0.response.status',
    is: 400,
    verdict: 'request.unrecognized',
  },
};
