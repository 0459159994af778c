// Sees the requests of a middleware that retries by itself: several of them in what is one attempt to the SDK.
import type { Attempt } from './attempt.ts';
import { guard } from './guard.ts';
import type { SdkClient, SdkRequestOptions } from './sdk-internals.ts';

type Fetch = (this: undefined, ...args: unknown[]) => Promise<Response>;

/**
 * Runs `send` with `client.fetch` reporting to attempts: the first request to `first`, each further one to what `again`
 * makes. The SDK takes the `fetch` it will use before `send` returns its promise (`fetchWithTimeout`, `src/client.ts`),
 * so it is put back at once, and nobody else meets ours. Without middleware there is one request, and nothing to do.
 */
export function observingFetch<Result>(
  client: SdkClient & { fetch?: unknown },
  options: SdkRequestOptions | undefined,
  first: Attempt,
  again: () => Attempt | undefined,
  send: () => Result,
): Result {
  const { fetch } = client;
  const hasMiddleware = isFilled(client.middleware) || isFilled(options?.middleware);
  if (!hasMiddleware || typeof fetch !== 'function' || !Object.hasOwn(client, 'fetch')) return send();
  let attempt: Attempt | undefined;
  client.fetch = ((...args) => {
    attempt = attempt ? guard('recording another request', again) : first;
    const current = attempt;
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
