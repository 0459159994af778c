// What the checks of the direct way have in common: host, port, families of addresses, and how its failures count.
import { connectionSeen } from './connection-seen.ts';
import { proxyName } from './proxy-setting.ts';
import type { Mildness, Seen } from './types.ts';
import type { Walk } from './walk.ts';

export const FAMILIES = [4, 6] as const;

/** The direct way is not the one that calls take. */
const elsewhere = ({ proxy }: Walk): Mildness | undefined =>
  proxy?.inForce === true
    ? { severity: 'info', why: `calls go through the proxy ${proxyName(proxy)}` }
    : undefined;

/** A failure of the direct way. */
export const failedDirectly = (walk: Walk, code: string, message?: string): Seen => ({
  attributes: connectionSeen(walk.target.baseUrl, code, {
    message,
    // The direct way was tried, whatever calls do.
    proxy: walk.proxy?.inForce === false ? 'ignored' : undefined,
  }),
  atMost: elsewhere(walk),
});

export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

export const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'http:' ? 80 : 443);
