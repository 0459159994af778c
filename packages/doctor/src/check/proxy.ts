// Step 1: connects through the environment's proxy, and compares that with the direct connection.
import { rootCertificates } from 'node:tls';
import { isWithoutProxy } from '@sevenstep/wire';
import { decoded } from '../otlp/destination.ts';
import { connectionAttributes } from './connection-attributes.ts';
import { hostOf, portOf } from './direct-connection.ts';
import type { Note, ProbedCall, ProbeReport } from './probe.ts';
import type { ProbeContext } from './probe-context.ts';
import { type ProxySetting, proxyName, USE_PROXY } from './proxy-setting.ts';
import { connectTcp, openTunnel, shakeHands } from './sockets.ts';
import { describeHandshake, isPublic } from './tls.ts';

/** The result of the connection through the proxy. */
interface ProxyAttempt {
  readonly says: string;
  readonly open: boolean;
  readonly seen?: ProbedCall['attributes'];
}

export async function probeProxy(context: ProbeContext): Promise<ProbeReport> {
  const { proxy, target } = context;
  if (target.url === undefined) return { says: 'no host', skipped: true };
  if (proxy === undefined) {
    return {
      says: isWithoutProxy(target.url, context.env)
        ? 'direct: NO_PROXY names the host'
        : 'direct: no proxy is set',
    };
  }
  const way = await tryProxy(context, proxy, target.url);
  const says = `${proxyName(proxy)} (${proxy.variable}): ${way.says}`;
  const direct = context.addresses.some(({ reachable }) => reachable);
  if (proxy.inForce) {
    return {
      says: `${says}; directly: ${direct ? directly(context) : 'no connection'}`,
      seen: way.seen === undefined ? [] : [{ attributes: way.seen }],
    };
  }
  return {
    says: `${says}; calls go directly, this Node.js does not use the variable`,
    notes: ignored(proxy, way, direct),
  };
}

const directly = ({ directIssuer }: ProbeContext): string =>
  directIssuer === undefined ? 'a connection works, too' : `a certificate signed by ${directIssuer}`;

/** An unused proxy setting matters only if the direct connection fails. */
function ignored({ variable }: ProxySetting, { open }: ProxyAttempt, direct: boolean): Note[] {
  if (direct) return [];
  const says = `${variable} is set, and Node.js ignores it without ${USE_PROXY} (Node.js 22.21, 24.0 or later)`;
  return [{ id: 'connection.proxy', says: open ? `${says}: through it, the host can be reached` : says }];
}

async function tryProxy(
  { timeoutMs }: ProbeContext,
  proxy: ProxySetting,
  target: URL,
): Promise<ProxyAttempt> {
  const { url } = proxy;
  const deadline = performance.now() + timeoutMs;
  const left = () => Math.max(1, deadline - performance.now());
  const failed = (code: string, message?: string): ProxyAttempt => ({
    says: code,
    open: false,
    seen: connectionAttributes(target.href, code, { message, proxy: 'process' }),
  });
  if (url.protocol !== 'http:') return { says: `not tried: ${url.protocol}//`, open: false };
  const connection = await connectTcp(hostOf(url), portOf(url), left());
  if (!connection.ok) return failed(connection.code);
  const socket = connection.value;
  try {
    const authority = `${target.hostname}:${portOf(target)}`;
    const tunnel = await openTunnel(socket, authority, credentialsOf(url), left());
    if (!tunnel.ok) return failed(tunnel.code);
    if (tunnel.value !== 200) {
      return {
        says: `refuses a tunnel with ${tunnel.value}`,
        open: false,
        // The sentence of undici (`lib/dispatcher/proxy-agent.js`) for a failed call.
        seen: connectionAttributes(target.href, 'UND_ERR_ABORTED', {
          message: `Proxy response (${tunnel.value}) !== 200 when HTTP Tunneling`,
        }),
      };
    }
    if (target.protocol === 'http:') return { says: 'opens a tunnel', open: true };
    const handshake = await shakeHands(hostOf(target), { socket }, left());
    if (!handshake.ok) return failed(handshake.code);
    const { distrust } = handshake.value;
    return {
      says: `opens a tunnel; ${describeHandshake(handshake.value, await isPublicThrough(proxy, target, left()))}`,
      open: distrust === undefined,
      ...(distrust !== undefined && { seen: connectionAttributes(target.href, distrust) }),
    };
  } finally {
    socket.destroy();
  }
}

/** Whether one of Node's own authorities signed the certificate behind the tunnel. */
async function isPublicThrough({ url }: ProxySetting, target: URL, timeoutMs: number): Promise<boolean> {
  const connection = await connectTcp(hostOf(url), portOf(url), timeoutMs);
  if (!connection.ok) return false;
  const authority = `${target.hostname}:${portOf(target)}`;
  await openTunnel(connection.value, authority, credentialsOf(url), timeoutMs);
  const handshake = await shakeHands(
    hostOf(target),
    { socket: connection.value, ca: [...rootCertificates] },
    timeoutMs,
  );
  connection.value.destroy();
  return isPublic(handshake);
}

function credentialsOf({ username, password }: URL): string | undefined {
  if (username === '') return undefined;
  return Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
}
