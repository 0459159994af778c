// The API's error envelope, in an answer and in a stream.

import type { Json } from '../api/json.ts';
import type { ApiError } from '../script/script.ts';

/** In a stream, the API sends `details: null` if it has no details. */
export const errorEnvelope = (error: ApiError, requestId: string, inStream = false): Json => ({
  type: 'error',
  error: {
    ...(error.code !== undefined ? { details: { error_code: error.code } } : inStream && { details: null }),
    type: error.type,
    message: error.message,
  },
  request_id: requestId,
});
