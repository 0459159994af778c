// Finds the key that a client would send. The key is never recorded, only its shape.
import { asString, field, isObject } from '@sevenstep/wire';
import type { SdkClient, SdkRequestOptions } from '../sdk-objects.ts';
import { SCHEME } from './sent-text.ts';

const CARRIERS: ReadonlySet<string> = new Set(['x-api-key', 'authorization']);

/**
 * The key or token from the call's headers, else the client's headers, else the client itself. The SDK does not send a header
 * that is `null` (`buildHeaders`, `src/client.ts`).
 */
export function heldKey(client: SdkClient, headers: SdkRequestOptions['headers']): string | undefined {
  const removed = new Set<unknown>();
  const given = keyIn(headers, removed) ?? keyIn(field(client._options, 'defaultHeaders'), removed);
  // The client's own key is in one of the two headers, depending on the SDK's version. Unless both are removed, it may be sent.
  if (given !== undefined || removed.size === CARRIERS.size) return given;
  return asString(client.apiKey) ?? asString(client.authToken);
}

/**
 * The key in headers of any form that the SDK takes: an object, pairs, a `Headers`, or the SDK's object around one. Adds the
 * names of `null` headers to `removed`.
 */
function keyIn(headers: unknown, removed: Set<unknown>): string | undefined {
  if (!isObject(headers)) return undefined;
  const own = headers.values instanceof Headers ? headers.values : headers;
  const pairs: Iterable<unknown> =
    own instanceof Headers || Array.isArray(own) ? (own as Iterable<unknown>) : Object.entries(own);
  for (const pair of pairs) {
    const name = Array.isArray(pair) ? String(pair[0]).toLowerCase() : '';
    if (!Array.isArray(pair) || !CARRIERS.has(name) || removed.has(name)) continue;
    const key = asString(pair[1]);
    if (key !== undefined) return name === 'authorization' ? key.replace(SCHEME, '') : key;
    if (pair[1] === null) removed.add(name);
  }
  if (own !== headers && headers.nulls instanceof Set)
    for (const name of CARRIERS) if (headers.nulls.has(name)) removed.add(name);
  return undefined;
}
