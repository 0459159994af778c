// The text of a request, to compare answers with it: its body as sent, and the application's additions. Runs no getter.
import type { SentText } from '@sevenstep/wire';
import { field, isObject } from '@sevenstep/wire';
import type { SdkClient, SdkRequestOptions } from '../sdk-objects.ts';

const MAX_FIELDS = 64;
/** Headers of the SDK's own, and those whose values the API's errors name. */
const USUAL = /^(?:anthropic-|x-stainless|content-|accept|user-agent|connection|host$|idempotency)/i;

export function sentText(body: unknown, client: SdkClient, options: SdkRequestOptions): SentText {
  const others = [
    ...formTexts(body),
    ...headerValues(options.headers),
    ...headerValues(dataOf(field(client, '_options'), 'defaultHeaders')),
  ];
  return { body: typeof body === 'string' ? body : undefined, others };
}

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

function headerValues(headers: unknown): string[] {
  if (!isObject(headers)) return [];
  // The SDK wraps headers it has built once: `{ values: Headers }`.
  const built = headers instanceof Headers ? headers : dataOf(headers, 'values');
  if (built instanceof Headers) return [...built].filter(isOwn).map(([, value]) => value);
  return Object.entries(Object.getOwnPropertyDescriptors(headers))
    .slice(0, MAX_FIELDS)
    .flatMap(([name, { value }]): (readonly [string, unknown])[] => [[name, value]])
    .flatMap(([name, value]) => (typeof value === 'string' && isOwn([name]) ? [value] : []));
}

const isOwn = ([name]: readonly [string, ...unknown[]]): boolean => !USUAL.test(name);

/** A property that is no getter. */
const dataOf = (object: unknown, name: string): unknown =>
  isObject(object) ? Object.getOwnPropertyDescriptor(object, name)?.value : undefined;
