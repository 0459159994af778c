// Where a request goes, without what a URL may hide.
import type { SpanAttributes } from '../index.ts';

/** `server.*` for the server at `url`. An IPv6 address is bare; a port is always there, 443 too. */
export const serverAttributes: (url: unknown) => SpanAttributes = rememberingLast((url) => {
  if (typeof url !== 'string' || !URL.canParse(url)) return {};
  const { hostname, port, protocol } = new URL(url);
  return {
    'server.address': hostname.replace(/^\[(.*)\]$/, '$1'),
    'server.port': port ? Number(port) : protocol === 'http:' ? 80 : 443,
  };
});

/** A request's URL for a span: without credentials, query and fragment. */
export const safeUrl: (url: unknown) => string | undefined = rememberingLast((url) => {
  const text = String(url);
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return origin + pathname;
});

/** `derive`, which is not asked again what it was asked last: a client sends all it sends to a place or two. */
function rememberingLast<Result>(derive: (url: unknown) => Result): (url: unknown) => Result {
  let last: { readonly url: string; readonly result: Result } | undefined;
  return (url) => {
    if (typeof url !== 'string') return derive(url);
    if (last?.url !== url) last = { url, result: derive(url) };
    return last.result;
  };
}
