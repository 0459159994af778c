// Rejections by the API itself, without a fault: method, size, credentials, version, body, model.
// The sentences are the API's. A link names the public report of each. `@sevenstep/wire` checks the body.

import { checkRequest, MAX_BODY_BYTES, type RequestProblem } from '@sevenstep/wire/request';
import type { ApiError } from '../script/script.ts';
import { answerName, FAULT_MODEL_PREFIX } from '../shapes.ts';
import type { SimulatorRequest } from './request.ts';

/** The reason of a rejected request. */
export interface Refusal extends ApiError {
  /** The status, if it does not follow from the error's type. */
  readonly status?: number;
  /** Rejected by a server in front of the API: https://github.com/earendil-works/pi/issues/2734 shows the form. */
  readonly byEdge?: boolean;
}

/** Whether the simulator answers as this model. */
export const isModel = (model: string): boolean =>
  model.startsWith('claude-') || model.startsWith(FAULT_MODEL_PREFIX);

/** The method and the body of a route. */
export interface Takes {
  readonly method: string;
  /** The endpoint whose parameters the body has; `undefined` for a route without a body. */
  readonly body: 'messages' | 'count_tokens' | undefined;
}

/** The reason for which the API would reject this request; `undefined` if it would accept it. */
export function refusalOf(request: SimulatorRequest, route: Takes, strict: boolean): Refusal | undefined {
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
  return credentialsRefusal(request) ?? versionRefusal(request) ?? bodyRefusal(request, route.body, strict);
}

// https://github.com/n8n-io/n8n/issues/37930, https://github.com/eyaltoledano/claude-task-master/issues/222,
// https://github.com/anthropics/claude-code/issues/3624
const credentialsRefusal = ({ headers }: SimulatorRequest): Refusal | undefined => {
  const key = headers['x-api-key'] || headers.authorization?.replace(/^Bearer /i, '');
  if (!key) return { type: 'authentication_error', message: 'x-api-key header is required' };
  if (typeof key === 'string' && key.startsWith('sk-ant-')) return undefined;
  return {
    type: 'authentication_error',
    message: headers['x-api-key'] ? 'invalid x-api-key' : 'Invalid bearer token',
  };
};

// https://github.com/envoyproxy/ai-gateway/pull/1909
const versionRefusal = ({ headers }: SimulatorRequest): Refusal | undefined =>
  headers['anthropic-version']
    ? undefined
    : { type: 'invalid_request_error', message: 'anthropic-version: header is required' };

function bodyRefusal(
  { body, headers }: SimulatorRequest,
  endpoint: Takes['body'],
  strict: boolean,
): Refusal | undefined {
  if (endpoint === undefined) return undefined;
  // The API adds the position: https://github.com/anthropics/claude-code/issues/8272
  if (!body) return { type: 'invalid_request_error', message: 'The request body is not valid JSON' };
  const beta = headers['anthropic-beta'];
  const problems = checkRequest(body, {
    client: 'http',
    endpoint,
    headers: {
      'anthropic-version': '2023-06-01',
      ...(beta !== undefined && { 'anthropic-beta': String(beta) }),
    },
  });
  const problem = problems.find((one) => one.certain && (strict || isOfEveryRequest(one)));
  if (problem !== undefined) {
    const { type, message, code, status } = problem;
    return { type, message, ...(code !== undefined && { code }), ...(status !== undefined && { status }) };
  }
  const model = String(body.model);
  return isModel(model) ? undefined : { type: 'not_found_error', message: `model: ${answerName(model)}` };
}

/** Problems of fields that every request needs: a model, a bound and a message. */
const isOfEveryRequest = ({ id, path }: RequestProblem): boolean =>
  id === 'request.messages_empty' ||
  (id === 'request.missing_field' && ['model', 'messages', 'max_tokens'].includes(path)) ||
  (id === 'request.invalid_value' && path === 'model');
