// Turns the URL of a request into span attributes, without the secrets that it may contain.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { memoizeFew } from './memoize-few.ts';
import { memoizeLast } from './memoize-last.ts';
import { redactSecrets } from './redaction/redact.ts';
import { serverPath } from './redaction/server-text.ts';

/** `server.*` for the server at `url`. An IPv6 address has no brackets, and the port is always set, even 443. */
export const serverAttributes: (url: unknown) => SpanAttributes = memoizeLast(serverOf);

function serverOf(url: unknown): SpanAttributes {
  if (typeof url !== 'string' || !URL.canParse(url)) return {};
  const { hostname, port, protocol } = new URL(url);
  return {
    'server.address': hostname.replace(/^\[(.*)\]$/, '$1'),
    'server.port': port ? Number(port) : protocol === 'http:' ? 80 : 443,
  };
}

/** The attributes of the requested URL. */
export interface RequestedUrl {
  readonly server: SpanAttributes;
  readonly url: SpanAttributes;
}

/** A file or a user with another name than an id of the API. The API knows neither, but the name says much. */
const NAMED = /(\/(?:files|users|user_profiles)\/)(?![a-z]{1,12}_[A-Za-z0-9_]{8,}(?:[/?#]|$))[^/?#]+/g;

/** A path or an address without secrets: a gateway's base URL may contain a key. Cached, because a client has few. */
export const withoutKeys: (address: string) => string = memoizeFew(16, (given) => {
  const address = given.replace(NAMED, '$1{id}');
  if (redactSecrets(address) === address) return address;
  // Redacted piece by piece first, because an encoded key is replaced with all characters next to it.
  return redactSecrets(address.split('/').map(redactSecrets).join('/'));
});

/** `server.*` and `url.*` of a request; empty if it has no valid URL. */
export const requestedUrl: (url: unknown) => RequestedUrl = memoizeLast((url: unknown) => {
  const text = String(url);
  if (!URL.canParse(text)) return { server: {}, url: {} };
  const { origin, pathname, href } = new URL(text);
  return { server: serverOf(href), url: { 'url.full': origin + withoutKeys(pathname) } };
});

/** A request's URL for a span: without credentials, query and fragment. */
export const safeUrl: (url: unknown) => string | undefined = memoizeLast((url: unknown) => {
  const text = String(url);
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return origin + withoutKeys(pathname);
});

/** The URL after a redirect. The server chose its path, so unknown segments become `{id}`. */
export const redirectedUrl: (url: unknown) => string | undefined = memoizeLast((url: unknown) => {
  const text = String(url).slice(0, 8192);
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return origin + withoutKeys(serverPath(pathname));
});
