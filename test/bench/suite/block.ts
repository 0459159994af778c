// How long the event loop stands still, and what CPU time it takes, while refusals of 40 MB arrive.
import { type Client, PARAMS } from './application.ts';
import type { Fetch } from './transport.ts';

type MakeClient = (fetch: Fetch) => Client;

/** What is measured in milliseconds. */
export type BlockMeasure = 'largeRefusalBlock' | 'largeRefusalCpu';

const BYTES = 40_000_000;
const CHUNK = 64 * 1024;
const CALLS = 5;

/** A text that is no answer of the API, as a gateway sends it, in chunks as of a network. */
function refusing(): Fetch {
  const bytes = new TextEncoder().encode('upstream failed at line 4\n'.repeat(BYTES / 26));
  return async () => {
    let at = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => setImmediate(resolve));
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, at + CHUNK));
        at += CHUNK;
      },
    });
    return new Response(body, { status: 400, headers: { 'content-type': 'text/plain' } });
  };
}

/** The least of some calls: what else the machine does only adds. */
async function leastOf(
  make: MakeClient,
  measure: (call: () => Promise<unknown>) => Promise<number>,
): Promise<number> {
  const client = make(refusing());
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < CALLS; index += 1) {
    global.gc?.();
    const call = async () => client.messages.create(PARAMS).catch(() => undefined);
    least = Math.min(least, await measure(call));
  }
  return least;
}

async function longestBlock(call: () => Promise<unknown>): Promise<number> {
  let last = performance.now();
  let longest = 0;
  let isOver = false;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  await call();
  await new Promise((resolve) => setTimeout(resolve, 2));
  isOver = true;
  look();
  return longest;
}

async function cpuTime(call: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export const BLOCKS: Readonly<Record<BlockMeasure, (make: MakeClient) => Promise<number>>> = {
  largeRefusalBlock: (make) => leastOf(make, longestBlock),
  largeRefusalCpu: (make) => leastOf(make, cpuTime),
};
