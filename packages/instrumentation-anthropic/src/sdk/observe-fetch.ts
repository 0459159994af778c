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

/**
 * Runs `send` with a `client.fetch` that reports the first request to `first`, each further one to what `again` makes.
 *
 * @param answered is called when one of them has its response.
 */
export function observingFetch<Result>(
  client: ClientWithFetch,
  first: Attempt,
  again: () => Attempt | undefined,
  answered: () => void,
  send: () => Result,
): Result {
  const { fetch } = client;
  if (typeof fetch !== 'function' || !Object.hasOwn(client, 'fetch')) return send();
  let attempt: Attempt | undefined;
  const observed: Fetch = (...args) => {
    attempt = attempt ? guard('recording another request', again) : first;
    const current = attempt;
    guard('recording what is sent', () => current?.sent(args[0], args[1]));
    const answer = (fetch as Fetch).call(undefined, ...args);
    return Promise.resolve(answer).then(
      (response) => {
        if (current) {
          attemptResponded(current, response);
          answered();
        }
        return response;
      },
      (error) => {
        current?.failed(error);
        throw error;
      },
    );
  };
  // The SDK takes the one it will use before `send` returns its promise (`fetchWithTimeout`, `src/client.ts`).
  client.fetch = observed;
  try {
    return send();
  } finally {
    client.fetch = fetch;
  }
}
