// Where a request goes, without what a URL may hide.
import type { SpanAttributes } from '../index.ts';
import { rememberingLast } from './remembering-last.ts';

/** `server.*` for the server at `url`. An IPv6 address is bare; a port is always there, 443 too. */
export const serverAttributes: (url: unknown) => SpanAttributes = rememberingLast((url: unknown) => {
  if (typeof url !== 'string' || !URL.canParse(url)) return {};
  const { hostname, port, protocol } = new URL(url);
  return {
    'server.address': hostname.replace(/^\[(.*)\]$/, '$1'),
    'server.port': port ? Number(port) : protocol === 'http:' ? 80 : 443,
  };
});

/** A request's URL for a span: without credentials, query and fragment. */
export const safeUrl: (url: unknown) => string | undefined = rememberingLast((url: unknown) => {
  const text = String(url);
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return origin + pathname;
});
