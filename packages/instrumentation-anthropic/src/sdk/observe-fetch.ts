// Sees each request that a middleware of the application sends: it may send one again by itself, or change it.
import type { Attempt } from '../call/attempt.ts';
import { guard } from '../guard.ts';
import type { SdkClient, SdkRequestOptions } from '../sdk-objects.ts';
import { attemptResponded } from './peek-refusal.ts';

type Fetch = (this: undefined, ...args: unknown[]) => Promise<Response>;
type ClientWithFetch = SdkClient & { fetch?: unknown };

/** Whether requests go through a middleware. Without, there is one request, and it is sent as it was built. */
export const hasMiddleware = (client: SdkClient, options: SdkRequestOptions | undefined): boolean =>
  isFilled(client.middleware) || isFilled(options?.middleware);

const isFilled = (list: unknown): boolean => Array.isArray(list) && list.length > 0;

/** What an attempt becomes where middlewares send it. */
interface Sending {
  /** That of the first request. */
  readonly first: Attempt;
  /** Makes that of each further one. */
  again(): Attempt | undefined;
  send(): Promise<Response>;
  /** The last request got an error response. */
  refused(last: Attempt): void;
}

/** Sends with a `client.fetch` that reports each request to an attempt of its own. */
export function observingFetch(
  client: ClientWithFetch,
  { first, again, send, refused }: Sending,
): Promise<Response> {
  let last = first;
  let isSent = false;
  let isAnswered = false;
  const observe =
    (fetch: Fetch): Fetch =>
    (...args) => {
      if (isSent) last = again() ?? last;
      isSent = true;
      const attempt = last;
      guard('recording what is sent', () => attempt.sent(args[0], args[1]));
      return Promise.resolve(fetch.call(undefined, ...args)).then(
        (response) => {
          attemptResponded(attempt, response);
          isAnswered = true;
          return response;
        },
        (error) => {
          attempt.failed(error);
          throw error;
        },
      );
    };
  return Promise.resolve(withFetch(client, observe, send)).then(
    (response) => {
      // What a middleware answers itself is the answer to the last request.
      if (!isAnswered) attemptResponded(last, response);
      if (!response.ok) refused(last);
      return response;
    },
    (error) => {
      last.failed(error);
      throw error;
    },
  );
}

function withFetch<Result>(
  client: ClientWithFetch,
  observe: (fetch: Fetch) => Fetch,
  send: () => Result,
): Result {
  const { fetch } = client;
  if (typeof fetch !== 'function' || !Object.hasOwn(client, 'fetch')) return send();
  // The SDK takes the one it will use before `send` returns its promise (`fetchWithTimeout`, `src/client.ts`).
  client.fetch = observe(fetch as Fetch);
  try {
    return send();
  } finally {
    client.fetch = fetch;
  }
}
