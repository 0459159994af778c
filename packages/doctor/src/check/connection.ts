// Step 1, the direct way: does the name have addresses, do they take connections, who signed the certificate?
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { ProxyUse, SpanAttributes } from '@sevenstep/semantic-conventions';
import { serverAttributes } from '@sevenstep/semantic-conventions/builders';
import { proxyName } from './proxy-setting.ts';
import { connectTcp, type Handshake, type Outcome, shakeHands } from './sockets.ts';
import type { Mildness, Observation, Seen } from './types.ts';
import { type Address, retrying, type Walk } from './walk.ts';

const FAMILIES = [4, 6] as const;

/** A connection that failed, as a call that needed it would have it on its span. */
export function connectionSeen(
  url: string | undefined,
  code: string,
  { message, proxy }: { readonly message?: string | undefined; readonly proxy?: ProxyUse | undefined } = {},
): SpanAttributes {
  return {
    'gen_ai.provider.name': 'anthropic',
    'error.type': 'connection_error',
    'anthropic.error.cause_code': code,
    'anthropic.error.message': message,
    'anthropic.request.proxy': proxy,
    ...serverAttributes(url),
  };
}

/** The direct way is not the one that calls take. */
const elsewhere = ({ proxy }: Walk): Mildness | undefined =>
  proxy?.inForce === true
    ? { severity: 'info', why: `calls go through the proxy ${proxyName(proxy)}` }
    : undefined;

const failed = (walk: Walk, code: string, message?: string): Seen => ({
  attributes: connectionSeen(walk.target.baseUrl, code, {
    message,
    // The direct way was tried, whatever calls do.
    proxy: walk.proxy?.inForce === false ? 'ignored' : undefined,
  }),
  atMost: elsewhere(walk),
});

const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

/** Resolves the name as Node.js does, for IPv4 and IPv6 apart. */
export async function probeDns(walk: Walk): Promise<Observation> {
  const { url } = walk.target;
  if (url === undefined) return { says: 'no host', skipped: true };
  const host = hostOf(url);
  const family = isIP(host);
  if (family !== 0) {
    walk.addresses = [{ address: host, family: family as 4 | 6 }];
    return { says: `${host} is an address, nothing to resolve` };
  }
  const answers = await Promise.all(FAMILIES.map((one) => resolve(walk, host, one)));
  walk.addresses = answers.flatMap(({ addresses }) => addresses);
  const says = answers
    .map(({ addresses, code }, index) => `IPv${FAMILIES[index]} ${addresses[0]?.address ?? code}`)
    .join(', ');
  const told = `${host}: ${says}`;
  if (walk.addresses.length > 0) return { says: told };
  const code = answers.map((answer) => answer.code).find((one) => one === 'EAI_AGAIN') ?? 'ENOTFOUND';
  return { says: told, seen: [failed(walk, code)] };
}

async function resolve(
  walk: Walk,
  host: string,
  family: 4 | 6,
): Promise<{ addresses: Address[]; code: string }> {
  return retrying(
    walk,
    async (timeLeft) => {
      // The resolver's own word for one that does not answer; `lookup` itself cannot be stopped.
      const late = timeout(timeLeft, { addresses: [], code: 'EAI_AGAIN' });
      const found = lookup(host, { family, all: true }).then(
        (all) => ({ addresses: all.map(({ address }) => ({ address, family })), code: '' }),
        (error: NodeJS.ErrnoException) => ({ addresses: [], code: error.code ?? error.name }),
      );
      return Promise.race([found, late]);
    },
    ({ code }) => code === 'EAI_AGAIN',
  );
}

const timeout = <T>(milliseconds: number, value: T): Promise<T> =>
  new Promise((done) => {
    setTimeout(() => done(value), milliseconds).unref();
  });

/** What a machine without IPv6 says: Node.js takes the other family without delay. */
const NO_ROUTE = /^(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|EAFNOSUPPORT)$/;

/** Connects by each family for itself: to its first address that takes a connection. */
export async function probeTcp(walk: Walk): Promise<Observation> {
  const { url } = walk.target;
  if (url === undefined || walk.addresses.length === 0)
    return { says: 'no address to connect to', skipped: true };
  const families = FAMILIES.filter((family) => walk.addresses.some((one) => one.family === family));
  const tries = await Promise.all(families.map((family) => tryFamily(walk, family, portOf(url))));
  const says = tries.map(({ says }) => says).join(', ');
  const bad = tries.flatMap(({ code }) => code ?? []);
  if (bad.length === tries.length) return { says, seen: bad.slice(0, 1).map((code) => failed(walk, code)) };
  // Connections to a family that drops packets cost time, but come about by the other one.
  return {
    says,
    seen: bad
      .filter((code) => !NO_ROUTE.test(code))
      .map((code) => ({
        ...failed(walk, code),
        atMost: { severity: 'warning', why: 'the other family answers' },
      })),
  };
}

/** Names have few addresses; one with many is not worth more time. */
const MOST_ADDRESSES = 4;

async function tryFamily(
  { addresses, retries, timeoutMs }: Walk,
  family: 4 | 6,
  port: number,
): Promise<{ says: string; code?: string }> {
  const codes: string[] = [];
  const own = addresses.filter((one) => one.family === family).slice(0, MOST_ADDRESSES);
  for (const address of own) {
    const start = performance.now();
    const outcome = await retrying(
      { retries, timeoutMs: timeoutMs / own.length },
      (timeLeft) => connectTcp(address.address, port, timeLeft),
      ({ ok }) => !ok,
    );
    address.reachable = outcome.ok;
    if (outcome.ok) {
      outcome.value.destroy();
      return { says: `IPv${family} connected in ${Math.round(performance.now() - start)} ms` };
    }
    codes.push(outcome.code);
  }
  const [code = 'ETIMEDOUT'] = codes;
  return { says: `IPv${family} ${[...new Set(codes)].join(', ')}`, code };
}

export const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'http:' ? 80 : 443);

/** Shakes hands, and says who signed the certificate: where that is no public authority, somebody inspects. */
export async function probeTls(walk: Walk): Promise<Observation> {
  const { url } = walk.target;
  if (url === undefined) return { says: 'no host', skipped: true };
  if (url.protocol === 'http:') return { says: `${url.host} is called by http: nothing is encrypted` };
  const address = walk.addresses.find(({ reachable }) => reachable)?.address;
  if (address === undefined) return { says: 'no connection to shake hands on', skipped: true };
  const options = { host: address, port: portOf(url) };
  const host = hostOf(url);
  const outcome = await retrying(
    walk,
    (timeLeft) => shakeHands(host, options, timeLeft),
    ({ ok }) => !ok,
  );
  if (!outcome.ok) return { says: outcome.code, seen: [failed(walk, outcome.code, outcome.message)] };
  walk.directIssuer = outcome.value.issuers.at(-1) ?? '';
  if (outcome.value.distrust !== undefined) {
    return { says: describeHandshake(outcome.value), seen: [failed(walk, outcome.value.distrust)] };
  }
  const bundled = await shakeHands(host, { ...options, ca: [...rootCertificates] }, walk.timeoutMs);
  return { says: describeHandshake(outcome.value, isPublic(bundled)) };
}

export const isPublic = (bundled: Outcome<Handshake>): boolean =>
  bundled.ok && bundled.value.distrust === undefined;

/** @param signedPublicly whether an authority that comes with Node.js signed it */
export function describeHandshake(
  { protocol, subject, issuers, distrust, validTo }: Handshake,
  signedPublicly?: boolean,
): string {
  const certificate = `${protocol}, certificate of ${subject}, signed by ${issuers.at(-1)}`;
  if (distrust !== undefined) return `${certificate}: ${distrust}; not by an authority this Node.js trusts`;
  return signedPublicly === false
    ? `${certificate}: trusted by this machine's settings, no public authority; somebody inspects this connection`
    : `${certificate}, valid until ${validTo}`;
}
