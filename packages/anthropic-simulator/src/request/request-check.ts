// What the API refuses by itself, without any fault: method, size, credentials, version, body, fields, model.
// The sentences are the API's, from public reports; each names one.

import type { ApiError } from '../script/script.ts';
import { answerName, FAULT_MODEL_PREFIX } from '../shapes.ts';
import { MAX_BODY_BYTES, type SimulatorRequest } from './request.ts';

/** Why a request is refused. */
export interface Refusal extends ApiError {
  /** Where it does not follow from the error's type. */
  readonly status?: number;
  /** Refused before the API proper: https://github.com/earendil-works/pi/issues/2734 shows the shape. */
  readonly byEdge?: boolean;
}

/** Whether the simulator answers as this model. */
export const isModel = (model: string): boolean =>
  model.startsWith('claude-') || model.startsWith(FAULT_MODEL_PREFIX);

/** Why the API would refuse this request to a route that takes `method` and needs `fields`; undefined if it wouldn't. */
export function refusalOf(
  request: SimulatorRequest,
  route: { readonly method: string; readonly fields: readonly string[] },
): Refusal | undefined {
  if (request.method !== route.method) {
    return { type: 'invalid_request_error', message: 'Method Not Allowed', status: 405 };
  }
  if (request.bodyBytes > MAX_BODY_BYTES) {
    return { type: 'request_too_large', message: 'Request exceeds the maximum size', byEdge: true };
  }
  if (request.crowdedOut) {
    const message = 'The simulator holds 256 MiB of request bodies. Send fewer large requests at once';
    return { type: 'api_error', message, status: 503 };
  }
  return credentialsRefusal(request) ?? versionRefusal(request) ?? bodyRefusal(request, route.fields);
}

// https://github.com/n8n-io/n8n/issues/37930, https://github.com/eyaltoledano/claude-task-master/issues/222
const credentialsRefusal = ({ headers }: SimulatorRequest): Refusal | undefined => {
  const key = headers['x-api-key'] || headers.authorization?.replace(/^Bearer /i, '');
  if (!key) return { type: 'authentication_error', message: 'x-api-key header is required' };
  if (typeof key === 'string' && key.startsWith('sk-ant-')) return undefined;
  return { type: 'authentication_error', message: 'invalid x-api-key' };
};

// https://github.com/envoyproxy/ai-gateway/pull/1909
const versionRefusal = ({ headers }: SimulatorRequest): Refusal | undefined =>
  headers['anthropic-version']
    ? undefined
    : { type: 'invalid_request_error', message: 'anthropic-version: header is required' };

function bodyRefusal({ body }: SimulatorRequest, fields: readonly string[]): Refusal | undefined {
  if (fields.length === 0) return undefined;
  // The API adds where: https://github.com/anthropics/claude-code/issues/8272
  if (!body) return { type: 'invalid_request_error', message: 'The request body is not valid JSON' };
  // https://github.com/tickernelz/opencode-mem/issues/50
  const missing = fields.find((field) => body[field] === undefined);
  if (missing) return { type: 'invalid_request_error', message: `${missing}: Field required` };
  if (typeof body.model !== 'string') {
    return { type: 'invalid_request_error', message: 'model: Input should be a valid string' };
  }
  if (Array.isArray(body.messages) && body.messages.length === 0) {
    return { type: 'invalid_request_error', message: 'messages: at least one message is required' };
  }
  return isModel(body.model)
    ? undefined
    : { type: 'not_found_error', message: `model: ${answerName(body.model)}` };
}
