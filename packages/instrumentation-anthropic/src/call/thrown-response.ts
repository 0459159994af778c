// Finds the error response in an error of `fetch`: some HTTP clients throw on an error status, which the SDK reports as a lost connection.
import { asString, field, isObject } from '@sevenstep/wire';
import { headersFrom } from './response-headers.ts';

export interface ThrownResponse {
  readonly status: number;
  readonly headers: Headers;
  /** The API's error, if the client has parsed the body. */
  readonly body: object | undefined;
}

/** Error codes of undici's `RetryAgent` and `interceptors.responseError()`. */
const DISPATCHER_CODES: ReadonlySet<unknown> = new Set(['UND_ERR_REQ_RETRY', 'UND_ERR_RESPONSE']);

const MAX_CAUSES = 8;

/**
 * The response in an error of ky, axios, got, ofetch or undici. It must come from the API, or from the address of this
 * request. The application's `fetch` may also send other requests, such as one for a token.
 *
 * @param url where this request was sent
 */
export function thrownResponse(error: unknown, url: unknown): ThrownResponse | undefined {
  let cause = error;
  for (let depth = 0; isObject(cause) && depth < MAX_CAUSES; depth++) {
    const found = responseIn(cause, url);
    if (found) return found;
    ({ cause } = cause);
  }
  return undefined;
}

function responseIn(cause: object, url: unknown): ThrownResponse | undefined {
  const response = field(cause, 'response');
  // undici puts status and headers on the error itself.
  const holder = isObject(response) ? response : cause;
  // `statusCode`: got and undici.
  const status = field(holder, 'status') ?? field(holder, 'statusCode');
  if (typeof status !== 'number' || !(status >= 400 && status < 600)) return undefined;
  const headers = headersIn(field(holder, 'headers'));
  // `config.url`: axios.
  const address = field(holder, 'url') ?? field(field(cause, 'config'), 'url');
  const isOfRequest =
    address === undefined
      ? headers.has('request-id') || DISPATCHER_CODES.has(field(cause, 'code'))
      : originOf(address) === originOf(url);
  if (!isOfRequest) return undefined;
  const body = [field(cause, 'data'), field(holder, 'data'), field(holder, 'body')].find(isApiError);
  return { status, headers, body };
}

const isApiError = (body: unknown): body is object => isObject(field(body, 'error'));

/** Each client has its own class of headers. */
function headersIn(given: unknown): Headers {
  if (!isObject(given)) return new Headers();
  return headersFrom(Symbol.iterator in given ? (given as Iterable<unknown>) : Object.entries(given));
}

function originOf(address: unknown): string | undefined {
  const text = asString(address) ?? String(address);
  return URL.canParse(text) ? new URL(text).origin : undefined;
}
