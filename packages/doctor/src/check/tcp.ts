// Step 1: checks that the addresses accept connections.
import { FAMILIES, failedDirectly, portOf } from './direct-connection.ts';
import type { ProbeReport } from './probe.ts';
import { type ProbeContext, retrying } from './probe-context.ts';
import { connectTcp } from './sockets.ts';

/** The errors of a machine without IPv6: Node.js takes the other family without delay. */
const NO_ROUTE = /^(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|EAFNOSUPPORT)$/;

/** Connects separately by IPv4 and IPv6, each time until an address accepts a connection. */
export async function probeTcp(context: ProbeContext): Promise<ProbeReport> {
  const { url } = context.target;
  if (url === undefined || context.addresses.length === 0)
    return { says: 'no address to connect to', skipped: true };
  const families = FAMILIES.filter((family) => context.addresses.some((one) => one.family === family));
  const tries = await Promise.all(families.map((family) => tryFamily(context, family, portOf(url))));
  const says = tries.map(({ says }) => says).join(', ');
  const bad = tries.flatMap(({ code }) => code ?? []);
  if (bad.length === tries.length)
    return { says, seen: bad.slice(0, 1).map((code) => failedDirectly(context, code)) };
  // A family that drops packets only costs time, because the other one works.
  return {
    says,
    seen: bad
      .filter((code) => !NO_ROUTE.test(code))
      .map((code) => ({
        ...failedDirectly(context, code),
        severityCap: { severity: 'warning', why: 'the other family answers' },
      })),
  };
}

/** The most addresses to try. A name usually has few. */
const MOST_ADDRESSES = 4;

async function tryFamily(
  { addresses, retries, timeoutMs }: ProbeContext,
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
