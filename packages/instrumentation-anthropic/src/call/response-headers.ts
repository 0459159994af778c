// Reads the headers of a response of any class as the platform's `Headers`: an application's `fetch` may use its own classes.
import { isObject } from '@sevenstep/wire';

/** The headers of `response`; `undefined` if the SDK cannot read them either. */
export function headersOf(response: unknown): Headers | undefined {
  try {
    const headers =
      isObject(response) || typeof response === 'function' ? Reflect.get(response, 'headers') : undefined;
    if (headers instanceof Headers) return headers;
    const isReadable = typeof headers?.get === 'function' && typeof headers.entries === 'function';
    return isReadable ? headersFrom(headers.entries()) : undefined;
  } catch {
    // The SDK gets the same error, and the call fails with it.
    return undefined;
  }
}

/** Keeps the pairs of two strings. The API sends each header once, so a list of values is dropped. */
export function headersFrom(entries: Iterable<unknown>): Headers {
  const headers = new Headers();
  for (const entry of entries) {
    if (!Array.isArray(entry) || typeof entry[0] !== 'string' || typeof entry[1] !== 'string') continue;
    try {
      headers.append(entry[0], entry[1]);
    } catch {
      // The name or the value has characters that HTTP does not allow.
    }
  }
  return headers;
}
