// Shared parts of the probes that connect directly: host, port, address families, and the severity of failures.
import { connectionAttributes } from './connection-attributes.ts';
import type { ProbedCall, SeverityCap } from './probe.ts';
import type { ProbeContext } from './probe-context.ts';
import { proxyName } from './proxy-setting.ts';

export const FAMILIES = [4, 6] as const;

/** Whether calls use a proxy, not the direct connection. */
const capBehindProxy = ({ proxy }: ProbeContext): SeverityCap | undefined =>
  proxy?.inForce === true
    ? { severity: 'info', why: `calls go through the proxy ${proxyName(proxy)}` }
    : undefined;

/** A failure of the direct connection. */
export const failedDirectly = (context: ProbeContext, code: string, message?: string): ProbedCall => ({
  attributes: connectionAttributes(context.target.baseUrl, code, {
    message,
    // The probe connects directly, even if calls use a proxy.
    proxy: context.proxy?.inForce === false ? 'ignored' : undefined,
  }),
  severityCap: capBehindProxy(context),
});

export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

export const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'http:' ? 80 : 443);
