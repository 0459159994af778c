// The way in where nothing can be patched: a middleware of the SDK (from 0.101 on), which sees each attempt.
import { field, isObject, safeJson } from '@sevenstep/wire';
import { platformOfUserAgent } from '../attributes/providers.ts';
import type { Attempt } from '../call/attempt.ts';
import type { Call } from '../call/call.ts';
import type { CallObserver } from '../call/call-observer.ts';
import { countedWhile } from '../call/calls-under-way.ts';
import { guard } from '../guard.ts';
import { DEFAULT_MAX_RETRIES, type SdkRequestOptions } from '../sdk-objects.ts';
import { attemptResponded } from './peek-refusal.ts';
import { watchBody } from './response-body.ts';
import { type BodyWatcher, watchResponse } from './response-methods.ts';
import type { SdkMiddleware, SdkMiddlewareRequest } from './sdk-internals.ts';

/** Longer than the SDK waits before it retries without being asked to: 8 s. */
const NO_MORE_ATTEMPTS_MS = 10_000;
/** So much of an error's body is parsed, and of a longer one recorded. */
const MAX_PARSED = 64 * 1024;

/** Made when it is needed: workerd refuses it while a module is loaded. */
let never: AbortSignal | undefined;

function neverAborted(): AbortSignal {
  never ??= new AbortController().signal;
  return never;
}

/** Facts that the SDK does not pass to a middleware. */
export interface MiddlewareOptions {
  /**
   * The client's `maxRetries`: tells the last failure to connect from one that is retried.
   *
   * @default 2, as the SDK's
   */
  readonly maxRetries?: number;
}

/** A middleware that reports to `observer`. It passes on what it gets; a client that is patched does without it. */
export function observingMiddleware(
  observer: CallObserver,
  { maxRetries = DEFAULT_MAX_RETRIES }: MiddlewareOptions = {},
): SdkMiddleware {
  const calls: Calls = new WeakMap();
  return async (request, next, context) => {
    const seen = guard('recording an attempt', () =>
      begin(observer, calls, request, maxRetries, context?.options),
    );
    if (!seen) return countedWhile(() => next(request));
    const { current, attempt, options } = seen;
    const { call } = current;
    try {
      const response = await call.run(() => next(request));
      if (attemptResponded(attempt, response, true)) call.attemptRefused(attempt);
      if (isBeaten(seen)) return response;
      const isSeen = guard('observing a response', () => observeResponse(observer, seen, request, response));
      if (!isSeen)
        guard('ending a call', () => endUnlessRetried(seen, request, options.maxRetries ?? maxRetries));
      return response;
    } catch (error) {
      const beaten = isBeaten(seen);
      if (beaten && request.signal?.aborted) attempt.aborted();
      else attempt.failed(error);
      if (beaten) throw error;
      call.recordAttemptError(error);
      guard('recording a failed attempt', () =>
        endUnlessRetried(seen, request, options.maxRetries ?? maxRetries),
      );
      guard('waiting for another attempt', () => call.mayBeRetried());
      throw error;
    }
  };
}

/** @returns whether the end of the call is seen, if it is not over. */
function observeResponse(
  observer: CallObserver,
  { current, attempt }: Seen,
  { signal }: SdkMiddlewareRequest,
  response: Response,
): boolean {
  const { call } = current;
  // The SDK reads none of these.
  if (attempt.isUnanswered) call.failed(new TypeError('fetch gave something that is not a response'));
  else if (attempt.failure === 'connection') call.failed(response);
  else if (isUsed(response)) call.failed(new TypeError('The body of the response has been read already'));
  else if (response.ok) {
    current.answered = attempt;
    attempt.answersCall();
    const controller = { signal: signal ?? neverAborted() };
    const body = watchBody(observer, call, { response, controller });
    return body ? watchResponse(response, body, body) : call.isOver;
  } else {
    call.mayBeRetried();
    return watchResponse(response, refusalWatcher(call, response, attempt.headers));
  }
  return true;
}

/** The SDK refuses such a response (`wrapFetchWithMiddleware`, `src/core/middleware.ts`). */
const isUsed = ({ bodyUsed, body }: Response): boolean => bodyUsed || (body?.locked ?? false);

interface Seen {
  readonly current: OpenCall;
  readonly attempt: Attempt;
  readonly options: SdkRequestOptions;
}

/** A call that is under way, as far as the requests of its attempts tell. */
interface OpenCall {
  readonly call: Call;
  /** The SDK makes a signal and headers per attempt. A middleware that sends it again keeps one of them at least. */
  signal: unknown;
  headers: unknown;
  attempt: Attempt | undefined;
  retries: number;
  /** The attempt whose response the SDK gets. */
  answered: Attempt | undefined;
}

/** Calls by their options: `client.request(options)` may be called again with the same object. */
type Calls = WeakMap<SdkRequestOptions, readonly OpenCall[]>;

function begin(
  observer: CallObserver,
  calls: Calls,
  request: SdkMiddlewareRequest,
  maxRetries: number,
  options: SdkRequestOptions | undefined,
): Seen | undefined {
  if (!options || !observer.isEnabled()) return undefined;
  const open = (calls.get(options) ?? []).filter(({ call }) => !call.isOver);
  const retries = Number(request.headers.get('x-stainless-retry-count') ?? 0);
  let current = callOf(open, request, retries);
  if (!current) {
    // A patched client reports its calls, and so does another middleware. A call that is left alone stays so when it is retried.
    if (open.length === 0 && observer.isKnown(options)) return undefined;
    // A middleware is not told whose client it serves; the request says where it goes.
    const client = {
      baseURL: new URL(request.url).origin,
      _genAIProviderName: platformOfUserAgent(request.headers.get('user-agent')),
      maxRetries,
    };
    if (!observer.observes(client)) return undefined;
    const call = observer.callStarted(client, options, false);
    if (!call) return undefined;
    current = {
      call,
      signal: undefined,
      headers: undefined,
      attempt: undefined,
      retries,
      answered: undefined,
    };
    calls.set(options, [...open, current]);
  }
  const timeoutSeconds = Number(request.headers.get('x-stainless-timeout') ?? Number.NaN);
  const attempt = current.call.attempt(request.url, request, timeoutSeconds * 1000);
  Object.assign(current, { signal: request.signal, headers: request.headers, attempt, retries });
  return { current, attempt, options };
}

/** Whether an attempt that was under way at the same time had its answer first. A middleware further out races them. */
const isBeaten = ({ current: { answered }, attempt }: Seen): boolean =>
  answered?.endedAt !== undefined && attempt.startedAt < answered.endedAt;

/** The open call to which a request belongs, as another attempt. */
function callOf(
  open: readonly OpenCall[],
  { signal, headers }: SdkMiddlewareRequest,
  retries: number,
): OpenCall | undefined {
  // Sent again by a middleware further out.
  const same = open.find((one) => (signal && one.signal === signal) || one.headers === headers);
  if (same || retries === 0) return same;
  const failed = open.filter(({ attempt }) => attempt?.failure !== undefined);
  // Of calls with the same options that fail alike, either will do.
  return failed.find((one) => one.retries === retries - 1) ?? failed[0];
}

/**
 * The SDK does not say whether it will retry. Without remaining retries the call ends; else it ends when no other attempt has
 * come within the SDK's longest wait. An adopted span ends when the SDK ends it.
 */
function endUnlessRetried(
  { current: { call }, attempt, options }: Seen,
  request: SdkMiddlewareRequest,
  maxRetries: number,
): void {
  const retries = Number(request.headers.get('x-stainless-retry-count') ?? 0);
  if (options.signal?.aborted || retries >= maxRetries || !attempt.retryable) call.end();
  else setTimeout(() => call.endAfter(attempt), NO_MORE_ATTEMPTS_MS).unref?.();
}

/**
 * Records the error of a response as one without a body, and returns the watcher of that body. It takes the reason of the
 * rejection, in the form that the SDK would have thrown. Only the body of a call's last attempt is read.
 */
function refusalWatcher(call: Call, { status }: Response, headers: Headers | undefined): BodyWatcher {
  const withoutBody = `${status} status code (no body)`;
  call.recordAttemptError({ status, headers, message: withoutBody });
  const parsed = (value: unknown): void => {
    // The SDK parses it, too: of a long one the beginning has the sentence.
    const isShort = typeof value === 'string' && value.length <= MAX_PARSED;
    const error = isShort ? safeJson(value) : value;
    const message =
      typeof value === 'string' && value !== '' ? `${status} ${value.slice(0, MAX_PARSED)}` : withoutBody;
    const isKept = isObject(error) || (isShort && typeof error === 'string');
    call.recordAttemptError({ status, headers, message, error: isKept ? error : undefined });
    call.end();
  };
  // The SDK takes the message for the body.
  return { parsing: () => undefined, parsed, failed: (error) => parsed(field(error, 'message')) };
}
