// The code of a full storage.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const fileStorageDrill: Drill = {
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
};
