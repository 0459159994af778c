// Step 1: checks who signed the certificate.
import { rootCertificates } from 'node:tls';
import { failedDirectly, hostOf, portOf } from './direct-connection.ts';
import type { ProbeReport } from './probe.ts';
import { type ProbeContext, retrying } from './probe-context.ts';
import { type Handshake, type SocketResult, shakeHands } from './sockets.ts';

/** Does a TLS handshake, and names the signer. If it is not a public authority, a proxy inspects the connection. */
export async function probeTls(context: ProbeContext): Promise<ProbeReport> {
  const { url } = context.target;
  if (url === undefined) return { says: 'no host', skipped: true };
  if (url.protocol === 'http:') return { says: `${url.host}: plain HTTP, no TLS` };
  const address = context.addresses.find(({ reachable }) => reachable)?.address;
  if (address === undefined) return { says: 'no connection to shake hands on', skipped: true };
  const options = { host: address, port: portOf(url) };
  const host = hostOf(url);
  const outcome = await retrying(
    context,
    (timeLeft) => shakeHands(host, options, timeLeft),
    ({ ok }) => !ok,
  );
  if (!outcome.ok)
    return { says: outcome.code, seen: [failedDirectly(context, outcome.code, outcome.message)] };
  context.directIssuer = outcome.value.issuers.at(-1) ?? '';
  if (outcome.value.distrust !== undefined) {
    return {
      says: describeHandshake(outcome.value),
      seen: [failedDirectly(context, outcome.value.distrust)],
    };
  }
  const bundled = await shakeHands(host, { ...options, ca: [...rootCertificates] }, context.timeoutMs);
  return { says: describeHandshake(outcome.value, isPublic(bundled)) };
}

export const isPublic = (bundled: SocketResult<Handshake>): boolean =>
  bundled.ok && bundled.value.distrust === undefined;

/** @param signedPublicly whether an authority that comes with Node.js signed it */
export function describeHandshake(
  { protocol, subject, issuers, distrust, validTo }: Handshake,
  signedPublicly?: boolean,
): string {
  const certificate = `${protocol}, certificate of ${subject}, signed by ${issuers.at(-1)}`;
  if (distrust !== undefined) return `${certificate}: ${distrust}; not by an authority this Node.js trusts`;
  return signedPublicly === false
    ? `${certificate}: trusted by this machine's settings, no public authority: a proxy inspects this connection`
    : `${certificate}, valid until ${validTo}`;
}
