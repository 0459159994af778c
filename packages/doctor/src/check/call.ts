// Makes one API call as the SDK would, with the same `fetch`, and returns the attributes that its span would have.
import { setTimeout as wait } from 'node:timers/promises';
import type { ProxyUse, RetryOutcome, SpanAttributes } from '@sevenstep/semantic-conventions';
import { asString, errorFacts, safeUrl, sentKey, serverAttributes } from '@sevenstep/wire';
import { NO_REDIRECT, type Redirect, redirectOf } from '../redirect.ts';
import { type ProxySetting, proxyUse } from './proxy-setting.ts';
import { type ApiRequest, type Attempt, type ReceivedResponse, readResponse } from './read-response.ts';
import { sentTo, shapeOf, type Target } from './target.ts';

/** The server of a call, and its time limit. */
export interface CallSettings {
  readonly target: Target;
  /** The environment's proxy for the host. */
  readonly proxy: ProxySetting | undefined;
  /** The time limit of the call with its retries. */
  readonly timeoutMs: number;
  readonly retries: number;
}

/** A finished call. */
export interface CallRecord {
  readonly attributes: SpanAttributes;
  readonly durationSeconds: number;
  /** The status of the last response, if any. */
  readonly status: number | undefined;
  readonly headers: Headers;
  /** The parsed body, if the call succeeded. */
  readonly body: unknown;
  /** The redirect in the last response, which was not followed. */
  readonly redirect: Redirect | undefined;
}

/** Makes the call, and retries it as the SDK would within the time limit. Never throws. */
export async function callApi(settings: CallSettings, request: ApiRequest): Promise<CallRecord> {
  const start = performance.now();
  const deadline = start + settings.timeoutMs;
  const attempts: Attempt[] = [];
  let waited = 0;
  for (;;) {
    const last = await attempt(settings, request, deadline, attempts.length);
    attempts.push(last);
    const pause = Math.min(last.retryAfter ?? 0.5 * 2 ** (attempts.length - 1), 60) * 1000;
    const goOn = last.retryable && attempts.length <= settings.retries;
    if (!goOn || performance.now() + pause > deadline) break;
    waited += pause;
    await wait(pause);
  }
  const last = attempts.at(-1) as Attempt;
  return {
    attributes: {
      ...base(settings.target, request),
      ...last.attributes,
      ...retryAttributes(attempts, waited / 1000),
      'anthropic.request.timeout': settings.timeoutMs / 1000,
    },
    durationSeconds: (performance.now() - start) / 1000,
    status: last.response?.status,
    headers: last.response?.headers ?? new Headers(),
    body: last.body,
    redirect: last.redirect,
  };
}

const base = ({ baseUrl }: Target, { method, path, body }: ApiRequest): SpanAttributes => ({
  'gen_ai.provider.name': 'anthropic',
  ...(body !== undefined && { 'gen_ai.operation.name': 'chat' }),
  'gen_ai.request.model': asString(body?.model),
  'gen_ai.request.max_tokens': typeof body?.max_tokens === 'number' ? body.max_tokens : undefined,
  'gen_ai.request.stream': body?.stream === true ? true : undefined,
  'http.request.method': method,
  'url.full': safeUrl(baseUrl + path),
  ...serverAttributes(baseUrl),
});

async function attempt(
  settings: CallSettings,
  request: ApiRequest,
  deadline: number,
  index: number,
): Promise<Attempt> {
  const { target } = settings;
  if (!isHeaderValue(target.key) || !isHeaderValue(target.token)) {
    // The message of `fetch`, without the value.
    const message = 'Headers.append: "[redacted]" is an invalid header value.';
    return {
      attributes: {
        'error.type': 'client_error',
        'anthropic.error.message': message,
        'anthropic.auth.key_shape': shapeOf(target),
      },
    };
  }
  const signal = AbortSignal.timeout(Math.max(1, Math.round(deadline - performance.now())));
  let answer: ReceivedResponse;
  try {
    answer = await send(target, request, index, signal);
  } catch (error) {
    return unanswered(error, proxyUse(settings.proxy), target);
  }
  return { ...(await readResponse(target, request, answer, signal)), redirect: answer.redirect };
}

/** The most redirects to follow within a server. */
const MOST_REDIRECTS = 5;

/** Sends the request. Follows a redirect only within the same server, which already has the credentials. */
async function send(
  target: Target,
  request: ApiRequest,
  index: number,
  signal: AbortSignal,
): Promise<ReceivedResponse> {
  let url = target.baseUrl + request.path;
  for (let hops = 0; ; hops++) {
    const response = await target.fetch(url, {
      ...target.fetchOptions,
      method: request.method,
      headers: headersOf(target, request, index),
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      signal,
      ...NO_REDIRECT,
    });
    const redirect = redirectOf(response, url);
    if (redirect === undefined) return { response, url, redirect };
    const keepsMethod = request.method === 'GET' || redirect.status === 307 || redirect.status === 308;
    const to = redirect.to;
    if (to === undefined || !redirect.sameOrigin || !keepsMethod || hops >= MOST_REDIRECTS) {
      return { response, url, redirect };
    }
    await response.body?.cancel();
    url = to.href;
  }
}

/** A header cannot have line breaks within its value, or characters beyond Latin-1. */
const isHeaderValue = (value = ''): boolean => /^[\t\x20-\x7E\x80-\xFF]*$/.test(sentKey(value));

const API_VERSION = '2023-06-01';

function headersOf(
  { key, token, keyHeader, headers }: Target,
  { body }: ApiRequest,
  index: number,
): Record<string, string> {
  const bearer = keyHeader === 'authorization' ? (key ?? token) : token;
  const all: Readonly<Record<string, string | null>> = {
    accept: 'application/json',
    'anthropic-version': API_VERSION,
    'user-agent': 'sevenstep-doctor',
    'x-stainless-retry-count': String(index),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    ...(keyHeader === 'x-api-key' && key !== undefined && { 'x-api-key': key }),
    ...headers,
  };
  return Object.fromEntries(
    Object.entries(all).filter((header): header is [string, string] => header[1] !== null),
  );
}

/** The attributes without a response: the connection failed, or the probe timed out. */
function unanswered(error: unknown, proxy: ProxyUse | undefined, target: Target): Attempt {
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  const { message, causeCode } = errorFacts(error, sentTo(target));
  return {
    attributes: {
      'error.type': timedOut ? 'client_timeout_error' : 'connection_error',
      // The probe's time limit represents the client's timeout, so it is reported in the SDK's words.
      'anthropic.error.message': timedOut ? 'Request timed out.' : message,
      'anthropic.error.cause_code': timedOut ? undefined : causeCode,
      'anthropic.request.proxy': proxy,
      // Where `fetch` refuses a header, it tells whether that is the key's.
      'anthropic.auth.key_shape': shapeOf(target),
    },
    reason: timedOut ? '- timeout' : `${causeCode ?? '-'} connection`,
    retryable: true,
  };
}

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
