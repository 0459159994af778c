// The key that a client has for a call: never recorded, only its shape.
import { asString, field, isObject } from '@sevenstep/wire';
import type { SdkClient, SdkRequestOptions } from '../sdk-objects.ts';
import { SCHEME } from './sent-text.ts';

const CARRIERS: ReadonlySet<string> = new Set(['x-api-key', 'authorization']);

/**
 * The key or token in the call's headers, else in the client's, else of the client. A header that is `null` there is not sent.
 * `buildHeaders`, `src/client.ts`
 */
export function heldKey(client: SdkClient, headers: SdkRequestOptions['headers']): string | undefined {
  const removed = new Set<unknown>();
  const given = keyIn(headers, removed) ?? keyIn(field(client._options, 'defaultHeaders'), removed);
  // Which of the two has the key of the client depends on the SDK's version.
  if (given !== undefined || removed.size === CARRIERS.size) return given;
  return asString(client.apiKey) ?? asString(client.authToken);
}

/** Headers as the SDK takes them: an object, pairs, a `Headers`, or its own object around one. Adds those that are `null` to `removed`. */
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
