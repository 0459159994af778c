// The text of a request, to compare answers with it: its body as sent, and the application's additions. Runs no getter.
import type { SentText } from '@sevenstep/wire';
import { asString, field, isObject } from '@sevenstep/wire';
import type { SdkClient, SdkRequestOptions } from '../sdk-objects.ts';

const MAX_FIELDS = 64;
/** Headers of the SDK's own, and those whose values the API's errors name. */
const USUAL = /^(?:anthropic-|x-stainless|content-|accept|user-agent|connection|host$|idempotency)/i;

/** Headers with a credential, of the SDK, of gateways and of clouds. */
const CREDENTIAL = /auth|key|token|secret|cookie|password|session|credential/i;
const SCHEME = /^(?:bearer|basic|token) /i;
/** A signature of AWS is of no use for another request. */
const SIGNED = /^AWS4-/;

export function sentText(body: unknown, client: SdkClient, options: SdkRequestOptions): SentText {
  const headers = [
    ...ownHeaders(options.headers),
    ...ownHeaders(dataOf(field(client, '_options'), 'defaultHeaders')),
  ];
  const others = [...formTexts(body), ...headers.map(([, value]) => value)];
  const credentials = [asString(dataOf(client, 'apiKey')), asString(dataOf(client, 'authToken'))];
  return {
    body: typeof body === 'string' ? body : undefined,
    others,
    credentials: [...credentials.filter((one) => one !== undefined), ...credentialsIn(headers)],
  };
}

type HeaderList = readonly (readonly [name: string, value: string])[];

const USUAL_CREDENTIALS = ['authorization', 'x-api-key', 'proxy-authorization', 'cookie'];

/** The headers that mostly have credentials. Each call asks: iterating a `Headers` would sort it. */
export function usualCredentials(headers: unknown): HeaderList {
  const found: [string, string][] = [];
  if (!(headers instanceof Headers)) return found;
  for (const name of USUAL_CREDENTIALS) {
    const value = headers.get(name);
    if (value !== null) found.push([name, value]);
  }
  return found;
}

/**
 * Adds the credentials in `headers` of an attempt. A middleware or the client of a cloud may have set them.
 *
 * @param headers all of them, or those that {@link usualCredentials} found.
 */
export function addCredentials({ credentials, compared }: SentText, headers: unknown): void {
  const list = headers instanceof Headers || Array.isArray(headers) ? [...(headers as HeaderList)] : [];
  if (!credentials) return;
  for (const credential of credentialsIn(list)) {
    if (credentials.includes(credential)) continue;
    credentials.push(credential);
    compared?.clear();
  }
}

const credentialsIn = (headers: HeaderList): string[] =>
  headers
    .filter(([name, value]) => CREDENTIAL.test(name) && isOwn([name]) && !SIGNED.test(value))
    .map(([, value]) => value.replace(SCHEME, ''));

/** Fields of a form, and names of its files. */
function formTexts(body: unknown): string[] {
  if (body instanceof URLSearchParams) return [...body.values()].slice(0, MAX_FIELDS);
  if (typeof FormData !== 'function' || !(body instanceof FormData)) return [];
  const texts: string[] = [];
  for (const [, value] of body) {
    if (texts.length >= MAX_FIELDS) break;
    texts.push(typeof value === 'string' ? value : value.name);
  }
  return texts;
}

/** The headers that the application adds, by name. */
function ownHeaders(headers: unknown): (readonly [name: string, value: string])[] {
  if (!isObject(headers)) return [];
  // The SDK wraps headers it has built once: `{ values: Headers }`.
  const built = headers instanceof Headers ? headers : dataOf(headers, 'values');
  if (built instanceof Headers) return [...built].filter(isOwn);
  return Object.entries(Object.getOwnPropertyDescriptors(headers))
    .slice(0, MAX_FIELDS)
    .flatMap(([name, { value }]) => (typeof value === 'string' && isOwn([name]) ? [[name, value]] : []));
}

const isOwn = ([name]: readonly [string, ...unknown[]]): boolean => !USUAL.test(name);

/** A property that is no getter. */
const dataOf = (object: unknown, name: string): unknown =>
  isObject(object) ? Object.getOwnPropertyDescriptor(object, name)?.value : undefined;
