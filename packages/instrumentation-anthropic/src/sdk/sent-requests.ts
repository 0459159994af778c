// Sees each request that middlewares of the application send: they may change one, send one again, or answer without a server.
import type { Attempt } from '../call/attempt.ts';
import type { CallObserver } from '../call/call-observer.ts';
import { privateSlot } from '../call/private-slot.ts';
import { guard } from '../guard.ts';
import type { SdkClient, SdkRequestInit, SdkRequestOptions } from '../sdk-objects.ts';
import { attemptResponded } from './peek-refusal.ts';
import type { SdkMiddleware, SdkMiddlewareRequest } from './sdk-internals.ts';

/**
 * The options of a call, with our middleware behind those of the application, if it has any. After ours runs only
 * a cloud's client, which changes the request; the response's URL shows how. The application's own object stays as it is.
 */
export function withReporter(client: SdkClient, options: SdkRequestOptions): SdkRequestOptions {
  if (!(isFilled(client.middleware) || isFilled(options.middleware))) return options;
  const middleware = Array.isArray(options.middleware) ? options.middleware : [];
  // Those of a page of a list are the options of the page before.
  return middleware.includes(reporter) ? options : { ...options, middleware: [...middleware, reporter] };
}

const isFilled = (list: unknown): boolean => Array.isArray(list) && list.length > 0;

/** Whether the requests of a call are reported one by one. */
export const hasReporter = (options: SdkRequestOptions | undefined): options is SdkRequestOptions =>
  Array.isArray(options?.middleware) && options.middleware.includes(reporter);

/** One request of the SDK, which middlewares may send several times. */
interface Sending {
  /** A request is sent. */
  begin(request: SdkMiddlewareRequest): Attempt | undefined;
  /** The last attempt that got a response. */
  answered: Attempt | undefined;
}

/** On the options of a call. */
const sendingOf = privateSlot<Sending>();

const reporter: SdkMiddleware = (request, next, context) => {
  const sending = sendingOf.get(context?.options);
  const attempt = sending?.begin(request);
  if (!sending || !attempt) return next(request);
  return next(request).then(
    (response) => {
      attemptResponded(attempt, response, true);
      sending.answered = attempt;
      return response;
    },
    (error) => {
      attempt.failed(error);
      throw error;
    },
  );
};

/** Sends the SDK's request with these arguments by `send`. Each request is a separate attempt. */
export function sendReported(
  observer: CallObserver,
  options: SdkRequestOptions,
  [url, init, timeoutMs]: readonly [url: unknown, init: SdkRequestInit | undefined, timeoutMs: number],
  send: () => Promise<Response>,
): Promise<Response> {
  const sending: Sending = {
    begin: (request) => observer.attemptStarted(options, request.url, request, timeoutMs),
    answered: undefined,
  };
  guard('watching what is sent', () => sendingOf.set(options, sending));
  return Promise.resolve(send()).then((response) => {
    let attempt = sending.answered;
    if (!attempt) {
      // A middleware has answered by itself.
      attempt = observer.attemptStarted(options, url, init, timeoutMs);
      if (attempt) attemptResponded(attempt, response);
    }
    if (attempt && !response.ok) observer.attemptRefused(options, init, attempt);
    return response;
  });
}
