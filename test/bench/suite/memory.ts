// Measures the memory that a subject keeps, and the events that it reads ahead. Needs `--expose-gc`.
import { type Client, PARAMS } from './application.ts';
import { answering, type Fetch, type Pulled, streaming } from './transport.ts';

type MakeClient = (fetch: Fetch) => Client;

/** Bytes in use when all that can go is gone. */
async function memoryInUse(): Promise<number> {
  for (let round = 0; round < 4; round += 1) {
    global.gc?.();
    // Finalizers and microtasks run between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

type Events = AsyncIterator<unknown>;

async function openStream(client: Client): Promise<Events> {
  const stream = await client.messages.create({ ...PARAMS, stream: true });
  return stream[Symbol.asyncIterator]();
}

async function read(events: Events, count: number): Promise<void> {
  for (let event = 0; event < count; event += 1) await events.next();
}

const STREAMS = 200;
const LARGE_BYTES = 20 * 2 ** 20;
const SHORT = 1_000;
const LONG = 100_000;
const CALLS = 100_000;

/** The measures in bytes, MiB or events. */
export type MemoryMeasure = 'openStream' | 'largeAnswer' | 'pulledEvents' | 'longStream' | 'manyCalls';

export const MEMORY: Readonly<Record<MemoryMeasure, (make: MakeClient) => Promise<number>>> = {
  /** Bytes of each of 200 streams that are being read. */
  openStream: async (make) => {
    const client = make(streaming(SHORT));
    const open = async (): Promise<Events[]> => {
      const streams = await Promise.all(Array.from({ length: STREAMS }, () => openStream(client)));
      // Beyond what is kept until it is recorded.
      await Promise.all(streams.map((stream) => read(stream, 300)));
      return streams;
    };
    for (const stream of await open()) await stream.return?.();
    const before = await memoryInUse();
    const streams = await open();
    const used = (await memoryInUse()) - before;
    for (const stream of streams) await stream.return?.();
    return used / STREAMS;
  },
  /** MiB by which the process grows at the highest for one answer of 20 MB. */
  largeAnswer: async (make) => {
    await make(answering()).messages.create(PARAMS);
    const before = process.memoryUsage.rss() / 2 ** 20;
    await make(answering('0123456789abcdef'.repeat(LARGE_BYTES / 16))).messages.create(PARAMS);
    return process.resourceUsage().maxRSS / 1024 - before;
  },
  /** Events a stream was asked for whose reader stalls after ten. */
  pulledEvents: async (make) => {
    const pulled: Pulled = { events: 0 };
    const events = await openStream(make(streaming(LONG, pulled)));
    await read(events, 10);
    await new Promise((resolve) => setTimeout(resolve, 500));
    return pulled.events;
  },
  /** Bytes by which a stream grows from 1 000 events to 100 000. */
  longStream: async (make) => {
    const client = make(streaming(2 * LONG));
    // Once the same, for all that is compiled on the way.
    const first = await openStream(client);
    await read(first, LONG);
    await first.return?.();
    const events = await openStream(client);
    await read(events, SHORT);
    const before = await memoryInUse();
    await read(events, LONG - SHORT);
    const used = (await memoryInUse()) - before;
    await events.return?.();
    return used;
  },
  /** Bytes more in use after 100 000 calls. */
  manyCalls: async (make) => {
    const client = make(answering());
    for (let call = 0; call < 5_000; call += 1) await client.messages.create(PARAMS);
    const before = await memoryInUse();
    for (let call = 0; call < CALLS; call += 1) await client.messages.create(PARAMS);
    return (await memoryInUse()) - before;
  },
};
