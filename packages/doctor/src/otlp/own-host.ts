// Whether a request names this server as its host. A page whose name was rebound to this address names its own.
import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** Names and addresses that are this machine whatever it listens on. */
const LOOPBACK = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export const isLoopback = (host: string): boolean =>
  LOOPBACK.test(host.toLowerCase()) || host === '::1' || host === '0:0:0:0:0:0:0:1';

/**
 * On loopback only its own names pass. On another address every address passes, which no rebinding can name, and the
 * names that are allowed.
 *
 * @param header the `Host` of a request
 * @param listening the address of the server
 */
export function isOwnHost(
  header: string | undefined,
  listening: string,
  allowed: readonly string[] = [],
): boolean {
  const [, name = ''] = /^(\[[0-9a-f:.]+\]|[^:]*)(?::\d{1,5})?$/i.exec(header ?? '') ?? [];
  const host = name.toLowerCase().replace(/\.$/, '');
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (isLoopback(host) || bare === listening.toLowerCase()) return true;
  if (allowed.some((one) => one.toLowerCase() === host)) return true;
  return !isLoopback(listening) && (isIP(bare) !== 0 || host === hostname().toLowerCase());
}
