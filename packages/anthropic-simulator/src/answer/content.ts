// The content of an answer before the API's headers and a fault's changes: JSON, an error envelope, or a stream.

import { statusOfErrorType } from '../api/error-types.ts';
import type { Json } from '../api/json.ts';
import type { Refusal } from '../request/request-check.ts';
import type { ApiError, Usage } from '../script/script.ts';
import { errorEnvelope } from './error-envelope.ts';
import type { StreamStep } from './stream-plan.ts';

export interface Content {
  readonly status: number;
  readonly contentType: string;
  readonly errorType?: string;
  /** The token counts of the answer. */
  readonly usage?: Usage;
  readonly body: { readonly text: string } | { readonly steps: readonly StreamStep[] };
  /** Set if a server in front of the API sends it, without the API's headers. */
  readonly byEdge?: boolean;
}

export const JSON_TYPE = 'application/json';

export const jsonContent = (value: Json, status = 200): Content => ({
  status,
  contentType: JSON_TYPE,
  body: { text: JSON.stringify(value) },
});

export const errorContent = (
  error: ApiError,
  requestId: string,
  status: number = statusOfErrorType(error.type),
): Content => ({
  ...jsonContent(errorEnvelope(error, requestId), status),
  errorType: error.type,
});

export const refusalContent = (refusal: Refusal, requestId: string): Content => {
  if (!refusal.byEdge) return errorContent(refusal, requestId, refusal.status);
  const { type, message } = refusal;
  return {
    ...jsonContent({ error: { type, message } }, statusOfErrorType(type)),
    errorType: type,
    byEdge: true,
  };
};
