// Checks whether a request names this server as its host. A page that rebinds its name to this address names its own host.
import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** Matches names and addresses that always mean this machine. */
const LOOPBACK = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export const isLoopback = (host: string): boolean =>
  LOOPBACK.test(host.toLowerCase()) || host === '::1' || host === '0:0:0:0:0:0:0:1';

/**
 * On loopback, only loopback names and the allowed names pass. Elsewhere, this machine's name and all addresses also pass,
 * because rebinding cannot use an address as a name.
 *
 * @param header the `Host` header of a request
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
