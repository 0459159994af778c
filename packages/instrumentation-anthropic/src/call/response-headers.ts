// The headers of a response of any class, as the platform's `Headers`: an application's `fetch` may make its own responses.
import { isObject } from '@sevenstep/wire';

/** Those of `response`; `undefined` where the SDK could not read them either, so that it is no response. */
export function headersOf(response: unknown): Headers | undefined {
  try {
    const headers =
      isObject(response) || typeof response === 'function' ? Reflect.get(response, 'headers') : undefined;
    if (headers instanceof Headers) return headers;
    const isReadable = typeof headers?.get === 'function' && typeof headers.entries === 'function';
    return isReadable ? headersFrom(headers.entries()) : undefined;
  } catch {
    // The SDK gets the same error, which the call then has.
    return undefined;
  }
}

/** Without what is no header of one value. The API sends each header once, so a list is left out. */
export function headersFrom(entries: Iterable<unknown>): Headers {
  const headers = new Headers();
  for (const entry of entries) {
    if (!Array.isArray(entry) || typeof entry[0] !== 'string' || typeof entry[1] !== 'string') continue;
    try {
      headers.append(entry[0], entry[1]);
    } catch {
      // A name or a value with other characters than HTTP has.
    }
  }
  return headers;
}
