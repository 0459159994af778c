// Sees each request that middlewares of the application send: they may change one, send one again, or answer without a server.
import { isObject } from '@sevenstep/wire';
import { type Attempt, isRefused } from '../call/attempt.ts';
import type { CallObserver } from '../call/call-observer.ts';
import { countedWhile } from '../call/calls-under-way.ts';
import { privateSlot } from '../call/private-slot.ts';
import { guard } from '../guard.ts';
import {
  type SdkClient,
  type SdkRequestInit,
  type SdkRequestOptions,
  usesMiddleware,
} from '../sdk-objects.ts';
import { attemptResponded } from './peek-refusal.ts';
import type { SdkMiddleware, SdkMiddlewareRequest } from './sdk-internals.ts';

/**
 * The options of a call, with our middleware behind those of the application, if it has any. After ours runs only
 * a cloud's client, which changes the request; the response's URL shows how. The application's own object stays as it is.
 */
export function withReporter(client: SdkClient, options: SdkRequestOptions): SdkRequestOptions {
  if (!usesMiddleware(client, options)) return options;
  const middleware = Array.isArray(options.middleware) ? options.middleware : [];
  // Those of a page of a list are the options of the page before.
  return middleware.includes(reporter) ? options : { ...options, middleware: [...middleware, reporter] };
}

/** Whether the requests of a call are reported one by one. */
export const hasReporter = (options: SdkRequestOptions | undefined): options is SdkRequestOptions =>
  Array.isArray(options?.middleware) && options.middleware.includes(reporter);

/** One request of the SDK, which middlewares may send several times. */
interface Sending {
  /** A request is sent. */
  begin(request: SdkMiddlewareRequest): Attempt | undefined;
  /** The SDK's own: it aborts with the application's signal, and when the time is over. */
  readonly signal: AbortSignal;
  /** The last attempt that got a response. */
  answered: Attempt | undefined;
  /** The attempts by their responses. A middleware may share one response between calls. */
  readonly attempts: WeakMap<Response, Attempt>;
}

/** On the options of a call. */
const sendingOf = privateSlot<Sending>();

const reporter: SdkMiddleware = (request, next, context) => {
  const sending = sendingOf.get(context?.options);
  const attempt = sending?.begin(request);
  // The call is over, or left alone.
  if (!sending || !attempt) return countedWhile(() => next(request));
  return next(request).then(
    (response) => {
      attemptResponded(attempt, response, true);
      // Without a response, a middleware further out may answer.
      if (attempt.headers) sending.answered = attempt;
      if (isObject(response)) guard('remembering a response', () => sending.attempts.set(response, attempt));
      return response;
    },
    (error) => {
      // A middleware has aborted it, as another attempt has answered.
      if (sending.answered && request.signal?.aborted && !sending.signal.aborted) attempt.aborted();
      else attempt.failed(error);
      throw error;
    },
  );
};

/** Sends the SDK's request with these arguments by `send`. Each request is a separate attempt. */
export function sendReported(
  observer: CallObserver,
  options: SdkRequestOptions,
  [url, init, timeoutMs, { signal }]: readonly [
    url: unknown,
    init: SdkRequestInit | undefined,
    timeoutMs: number,
    controller: AbortController,
  ],
  send: () => Promise<Response>,
): Promise<Response> {
  const sending: Sending = {
    begin: (request) => observer.attemptStarted(options, request.url, request, timeoutMs),
    signal,
    answered: undefined,
    attempts: new WeakMap(),
  };
  guard('watching what is sent', () => sendingOf.set(options, sending));
  return Promise.resolve(send()).then((response) => {
    guard('recording the response of a call', () => {
      // A middleware may have made the response of another.
      let attempt = sending.attempts.get(response) ?? sending.answered;
      if (!attempt || (response.ok && isRefused(attempt))) {
        // A middleware has answered by itself.
        attempt = observer.attemptStarted(options, url, init, timeoutMs);
        if (attempt) attemptResponded(attempt, response);
      }
      attempt?.answersCall();
      if (attempt && !response.ok) observer.attemptRefused(options, init, attempt);
    });
    return response;
  });
}
