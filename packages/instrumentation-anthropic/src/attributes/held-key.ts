// The key that a client has for a call: never recorded, only its shape.
import { asString, field, isObject } from '@sevenstep/wire';
import type { SdkClient, SdkRequestOptions } from '../sdk-objects.ts';

const CARRIERS: ReadonlySet<string> = new Set(['x-api-key', 'authorization']);

/** The key or token in the call's headers, else in the client's, else of the client. `buildHeaders`, `src/client.ts` */
export function heldKey(client: SdkClient, headers: SdkRequestOptions['headers']): string | undefined {
  return (
    keyIn(headers) ??
    keyIn(field(client._options, 'defaultHeaders')) ??
    asString(client.apiKey) ??
    asString(client.authToken)
  );
}

/** Headers as the SDK takes them: an object, pairs, a `Headers`, or its own object around one. */
function keyIn(headers: unknown): string | undefined {
  if (!isObject(headers)) return undefined;
  const own = headers.values instanceof Headers ? headers.values : headers;
  const pairs: Iterable<unknown> =
    own instanceof Headers || Array.isArray(own) ? (own as Iterable<unknown>) : Object.entries(own);
  for (const pair of pairs) {
    if (!Array.isArray(pair) || !CARRIERS.has(String(pair[0]).toLowerCase())) continue;
    const key = asString(pair[1]);
    if (key !== undefined) return key.replace(/^(?:bearer|basic|token) /i, '');
  }
  return undefined;
}
