// One call of the API as the SDK makes it, by the same `fetch`, and what its span would say of it.
import { setTimeout as wait } from 'node:timers/promises';
import type { ProxyUse, RetryOutcome, SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  asString,
  errorFacts,
  type Failure,
  failureHeaderAttributes,
  identityAttributes,
  isObject,
  isRetryable,
  keyShape,
  malformedBody,
  messageAttributes,
  messageFacts,
  rateLimitAttributes,
  rateLimits,
  responseFailure,
  retryAfterSeconds,
  safeJson,
  safeUrl,
  serverAttributes,
} from '@sevenstep/semantic-conventions/builders';
import { proxyUse } from './proxy-setting.ts';
import type { Target } from './target.ts';
import type { Walk } from './walk.ts';

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Reads a stream in place of a JSON body. */
  readonly readStream?: (body: ReadableStream<Uint8Array>, signal: AbortSignal) => Promise<StreamEnd>;
}

/** What a stream added to its call. */
export interface StreamEnd {
  readonly attributes: SpanAttributes;
  readonly failure: Failure | undefined;
}

/** A call that is over. */
export interface CallRecord {
  readonly attributes: SpanAttributes;
  readonly durationSeconds: number;
  /** Of the last response, if there was one. */
  readonly status: number | undefined;
  readonly headers: Headers;
  /** The parsed body of a success. */
  readonly body: unknown;
}

/** One request, and what it came to. */
interface Attempt {
  readonly attributes: SpanAttributes;
  readonly response?: Response;
  readonly body?: unknown;
  /** As a reason to retry: `429 rate_limit`. Absent for a success. */
  readonly reason?: string;
  readonly retryable?: boolean;
  readonly retryAfter?: number | undefined;
}

/** Calls, and again while the SDK would and the time suffices. Never throws. */
export async function makeCall(walk: Walk, request: Request): Promise<CallRecord> {
  const start = performance.now();
  const deadline = start + walk.timeoutMs;
  const attempts: Attempt[] = [];
  let waited = 0;
  for (;;) {
    const last = await attempt(walk, request, deadline, attempts.length);
    attempts.push(last);
    const pause = Math.min(last.retryAfter ?? 0.5 * 2 ** (attempts.length - 1), 60) * 1000;
    const goOn = last.retryable && attempts.length <= walk.retries && !walk.signal.aborted;
    if (!goOn || performance.now() + pause > deadline) break;
    waited += pause;
    await wait(pause, undefined, { signal: walk.signal }).catch(() => undefined);
  }
  const last = attempts.at(-1) as Attempt;
  return {
    attributes: {
      ...base(walk.target, request),
      ...last.attributes,
      ...retryAttributes(attempts, waited / 1000),
      'anthropic.request.timeout': walk.timeoutMs / 1000,
    },
    durationSeconds: (performance.now() - start) / 1000,
    status: last.response?.status,
    headers: last.response?.headers ?? new Headers(),
    body: last.body,
  };
}

const base = ({ baseUrl }: Target, { method, path, body }: Request): SpanAttributes => ({
  'gen_ai.provider.name': 'anthropic',
  ...(body !== undefined && { 'gen_ai.operation.name': 'chat' }),
  'gen_ai.request.model': asString(body?.model),
  'gen_ai.request.max_tokens': typeof body?.max_tokens === 'number' ? body.max_tokens : undefined,
  'gen_ai.request.stream': body?.stream === true ? true : undefined,
  'http.request.method': method,
  'url.full': safeUrl(baseUrl + path),
  ...serverAttributes(baseUrl),
});

async function attempt(walk: Walk, request: Request, deadline: number, index: number): Promise<Attempt> {
  const { target } = walk;
  if (!isHeaderValue(target.key) || !isHeaderValue(target.token)) {
    // As `fetch` says it, without the value.
    const message = 'Headers.append: "[redacted]" is an invalid header value.';
    return {
      attributes: {
        'error.type': 'client_error',
        'anthropic.error.message': message,
        'anthropic.auth.key_shape': shapeOf(target),
      },
    };
  }
  const signal = AbortSignal.any([
    walk.signal,
    AbortSignal.timeout(Math.max(1, Math.round(deadline - performance.now()))),
  ]);
  let response: Response;
  try {
    response = await target.fetch(target.baseUrl + request.path, {
      ...target.fetchOptions,
      method: request.method,
      headers: headersOf(target, request, index),
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      signal,
    });
  } catch (error) {
    return unanswered(error, proxyUse(walk.proxy));
  }
  return answered(walk, request, response, signal);
}

/** Line breaks and characters beyond Latin-1 cannot be in a header. */
const isHeaderValue = (value = ''): boolean => /^[\t\x20-\x7E\x80-\xFF]*$/.test(value);

const shapeOf = ({ key, token }: Target) => keyShape(key ?? token);

const API_VERSION = '2023-06-01';

function headersOf(
  { key, token, keyHeader, headers }: Target,
  { body }: Request,
  index: number,
): Record<string, string> {
  const bearer = keyHeader === 'authorization' ? (key ?? token) : token;
  return {
    accept: 'application/json',
    'anthropic-version': API_VERSION,
    'user-agent': 'sevenstep-doctor',
    'x-stainless-retry-count': String(index),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    ...(keyHeader === 'x-api-key' && key !== undefined && { 'x-api-key': key }),
    ...headers,
  };
}

/** No response: the connection failed, or the time of the check ran out. */
function unanswered(error: unknown, proxy: ProxyUse | undefined): Attempt {
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  const { message, causeCode } = errorFacts(error);
  return {
    attributes: {
      'error.type': timedOut ? 'client_timeout_error' : 'connection_error',
      'anthropic.error.message': message,
      'anthropic.error.cause_code': timedOut ? undefined : causeCode,
      'anthropic.request.proxy': proxy,
    },
    reason: timedOut ? '- timeout' : `${causeCode ?? '-'} connection`,
    retryable: true,
  };
}

async function answered(
  walk: Walk,
  request: Request,
  response: Response,
  signal: AbortSignal,
): Promise<Attempt> {
  const { status, headers } = response;
  const limits = rateLimits(headers, Date.now());
  const requestId = headers.get('request-id') ?? undefined;
  const attributes: SpanAttributes = {
    'http.response.status_code': status,
    'url.full': response.redirected ? safeUrl(response.url) : safeUrl(walk.target.baseUrl + request.path),
    ...identityAttributes(headers),
    ...rateLimitAttributes(limits),
  };
  if (response.ok) return { response, ...(await read(request, response, signal, attributes)) };
  const text = await response.text().catch(() => '');
  const error = safeJson(text);
  const facts = errorFacts({
    status,
    headers,
    error: isObject(error) ? error : undefined,
    message: text === '' ? `${status} status code (no body)` : `${status} ${text}`,
  });
  const retryAfter = retryAfterSeconds(headers, Date.now());
  const exhausted = limits.filter(({ remaining }) => remaining === 0).map(({ kind }) => kind);
  return {
    response,
    attributes: {
      ...attributes,
      ...failureHeaderAttributes(headers),
      'error.type': facts.apiType ?? String(status),
      'anthropic.error.code': facts.apiCode,
      'anthropic.error.message': facts.message,
      'anthropic.error.body': facts.body,
      'anthropic.auth.key_shape': status === 401 || status === 403 ? shapeOf(walk.target) : undefined,
      'anthropic.retry.after': retryAfter,
      'anthropic.ratelimit.exhausted': status === 429 && exhausted.length > 0 ? exhausted : undefined,
    },
    reason: `${status} ${responseFailure(status, requestId)}`,
    retryable: isRetryable(status, headers.get('x-should-retry')),
    retryAfter,
  };
}

/** The body of a success. */
async function read(
  { readStream }: Request,
  response: Response,
  signal: AbortSignal,
  attributes: SpanAttributes,
): Promise<Pick<Attempt, 'attributes' | 'body'>> {
  const isStream = response.headers.get('content-type')?.includes('event-stream') === true;
  if (readStream !== undefined && isStream && response.body !== null) {
    const end = await readStream(response.body, signal);
    return { attributes: { ...attributes, ...end.attributes, ...failed(end.failure, response.headers) } };
  }
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    const { message, causeCode } = errorFacts(error);
    return {
      attributes: {
        ...attributes,
        'error.type': 'response_interrupted',
        'anthropic.error.message': message,
        'anthropic.error.cause_code': causeCode,
      },
    };
  }
  const body = safeJson(text);
  if (isObject(body) && readStream === undefined) {
    return { body, attributes: { ...attributes, ...messageAttributes(messageFacts(body)) } };
  }
  return {
    attributes: {
      ...attributes,
      ...failed(
        malformedBody({ headers: response.headers, status: response.status, text }),
        response.headers,
      ),
    },
  };
}

const failed = (failure: Failure | undefined, headers: Headers): SpanAttributes =>
  failure === undefined
    ? {}
    : { ...failureHeaderAttributes(headers), ...failure.attributes, 'error.type': failure.type };

function retryAttributes(attempts: readonly Attempt[], waitedSeconds: number): SpanAttributes {
  const last = attempts.at(-1);
  const resent = attempts.length > 1;
  return {
    'http.request.resend_count': resent ? attempts.length - 1 : undefined,
    'anthropic.retry.reasons': resent
      ? attempts.slice(0, -1).flatMap(({ reason }) => reason ?? [])
      : undefined,
    'anthropic.retry.delay': resent ? waitedSeconds : undefined,
    'anthropic.retry.outcome': outcomeOf(last, resent),
    'anthropic.ratelimit.exhausted': [
      ...new Set(attempts.flatMap(({ attributes }) => attributes['anthropic.ratelimit.exhausted'] ?? [])),
    ],
  };
}

function outcomeOf(last: Attempt | undefined, resent: boolean): RetryOutcome | undefined {
  if (last?.reason === undefined) return resent ? 'recovered' : undefined;
  return last.retryable ? 'exhausted' : 'not_retryable';
}
