// The common parts of the probes of the direct connection: host, port, families of addresses, and how its failures count.
import { connectionAttributes } from './connection-attributes.ts';
import type { ProbedCall, SeverityCap } from './probe.ts';
import type { ProbeContext } from './probe-context.ts';
import { proxyName } from './proxy-setting.ts';

export const FAMILIES = [4, 6] as const;

/** Calls do not take the direct way. */
const capBehindProxy = ({ proxy }: ProbeContext): SeverityCap | undefined =>
  proxy?.inForce === true
    ? { severity: 'info', why: `calls go through the proxy ${proxyName(proxy)}` }
    : undefined;

/** A failure of the direct way. */
export const failedDirectly = (context: ProbeContext, code: string, message?: string): ProbedCall => ({
  attributes: connectionAttributes(context.target.baseUrl, code, {
    message,
    // The direct way was tried, whatever calls do.
    proxy: context.proxy?.inForce === false ? 'ignored' : undefined,
  }),
  severityCap: capBehindProxy(context),
});

export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

export const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'http:' ? 80 : 443);
