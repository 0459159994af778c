// Sees requests as they are sent: those that a middleware retries by itself, and those that a client of a cloud rewrites.
import type { Attempt } from '../call/attempt.ts';
import { guard } from '../guard.ts';
import type { SdkClient, SdkRequestOptions } from './sdk-internals.ts';

type Fetch = (this: undefined, ...args: unknown[]) => Promise<Response>;

/**
 * Runs `send` with `client.fetch` reporting to attempts: the first request to `first`, each further one to what `again`
 * makes. The SDK takes the `fetch` it will use before `send` returns its promise (`fetchWithTimeout`, `src/client.ts`),
 * so it is put back at once, and nobody else meets ours. Without middleware there is one request, and it is sent as it was
 * built.
 */
export function observingFetch<Result>(
  client: SdkClient & { fetch?: unknown },
  options: SdkRequestOptions | undefined,
  first: Attempt,
  again: () => Attempt | undefined,
  send: () => Result,
): Result {
  const { fetch } = client;
  const mayDiffer = isFilled(client.middleware) || isFilled(options?.middleware) || rewrites(client);
  if (!mayDiffer || typeof fetch !== 'function' || !Object.hasOwn(client, 'fetch')) return send();
  let attempt: Attempt | undefined;
  client.fetch = ((...args) => {
    attempt = attempt ? guard('recording another request', again) : first;
    const current = attempt;
    guard('recording what is sent', () => current?.sent(args[0], args[1]));
    const answer = (fetch as Fetch).call(undefined, ...args);
    return answer.then(
      (response) => {
        current?.responded(response);
        return response;
      },
      (error) => {
        current?.failed(error);
        throw error;
      },
    );
  }) satisfies Fetch;
  try {
    return send();
  } finally {
    client.fetch = fetch;
  }
}

const isFilled = (list: unknown): boolean => Array.isArray(list) && list.length > 0;

/** Where the clients of clouds adapt requests to them, from 0.101 on (`src/client.ts` of their packages). */
const ADAPTERS = ['backendMiddleware', 'prepareRequest'] as const;
const rewriting = new WeakMap<object, boolean>();

/** Whether the class of a client changes a request after the SDK has built it. */
function rewrites(client: SdkClient): boolean {
  const prototype: object | null = Object.getPrototypeOf(client);
  if (!prototype) return false;
  const known = rewriting.get(prototype);
  if (known !== undefined) return known;
  let found = false;
  // Up to the SDK's own class, which has these to be overridden.
  for (
    let own: object | null = prototype;
    own && !found && !Object.hasOwn(own, 'makeRequest');
    own = Object.getPrototypeOf(own)
  )
    found = ADAPTERS.some((name) => Object.hasOwn(own as object, name));
  rewriting.set(prototype, found);
  return found;
}
