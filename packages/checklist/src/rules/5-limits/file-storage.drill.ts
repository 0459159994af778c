// The code of a full storage.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const fileStorageDrill: RuleDrill = {
  title: 'The storage for files is full',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: 'The file storage of the organization is full.',
          code: 'storage_quota_exceeded',
        },
      },
    },
  ],
  nearMiss: {
    title: 'The refusal has no code',
    at: 'faults.0.response.error.code',
    verdict: 'request.unrecognized',
  },
};
