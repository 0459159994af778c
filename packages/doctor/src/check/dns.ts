// Step 1: resolves the host name.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { FAMILIES, failedDirectly, hostOf } from './direct-connection.ts';
import type { ProbeReport } from './probe.ts';
import { type Address, type ProbeContext, retrying } from './probe-context.ts';

/** Resolves the name as Node.js does, separately for IPv4 and IPv6. */
export async function probeDns(context: ProbeContext): Promise<ProbeReport> {
  const { url } = context.target;
  if (url === undefined) return { says: 'no host', skipped: true };
  const host = hostOf(url);
  const family = isIP(host);
  if (family !== 0) {
    context.addresses = [{ address: host, family: family as 4 | 6 }];
    return { says: `${host} is an address, nothing to resolve` };
  }
  const answers = await Promise.all(FAMILIES.map((one) => resolve(context, host, one)));
  context.addresses = answers.flatMap(({ addresses }) => addresses);
  const says = answers
    .map(({ addresses, code }, index) => `IPv${FAMILIES[index]} ${addresses[0]?.address ?? code}`)
    .join(', ');
  const answered = `${host}: ${says}`;
  if (context.addresses.length > 0) return { says: answered };
  const code = answers.map((answer) => answer.code).find((one) => one === 'EAI_AGAIN') ?? 'ENOTFOUND';
  return { says: answered, seen: [failedDirectly(context, code)] };
}

async function resolve(
  context: ProbeContext,
  host: string,
  family: 4 | 6,
): Promise<{ addresses: Address[]; code: string }> {
  return retrying(
    context,
    async (timeLeft) => {
      // The resolver's own code for a server that does not respond. `lookup` itself cannot be stopped.
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
