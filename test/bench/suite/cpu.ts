// What a workload costs: CPU time of the whole process, garbage collection included, per unit of work.
import { type Client, PARAMS } from './application.ts';
import { answering, type Fetch, FRAME_EVENTS, refusingTwice, streaming } from './transport.ts';

const DELTAS = 1_000;

export interface Workload {
  readonly fetch: () => Fetch;
  /** One run of it. */
  run(client: Client): Promise<unknown>;
  /** Runs before anything counts, and runs of one sample, which takes about a tenth of a second. */
  readonly warmUp: number;
  readonly runs: number;
  /** Units of work in one run. */
  readonly units: number;
}

const create = (client: Client): Promise<unknown> => client.messages.create(PARAMS);

async function readStream(client: Client): Promise<number> {
  let events = 0;
  for await (const _ of await client.messages.create({ ...PARAMS, stream: true })) events += 1;
  return events;
}

const readHelper = (client: Client): Promise<unknown> => client.messages.stream(PARAMS).finalMessage();

const CALL = { warmUp: 15_000, runs: 1_000, units: 1 };
const STREAM = { fetch: () => streaming(DELTAS), warmUp: 500, runs: 30, units: DELTAS + FRAME_EVENTS };
const CONCURRENT = 50;

/** What is measured in CPU time. */
export type CpuMeasure = 'call' | 'streamEvent' | 'helperEvent' | 'retriedCall';

export const WORKLOADS: Readonly<Record<CpuMeasure, Workload>> = {
  call: { ...CALL, fetch: () => answering(), run: create },
  streamEvent: { ...STREAM, run: readStream },
  helperEvent: { ...STREAM, run: readHelper },
  // So many at once that the waits of one are the work of another.
  retriedCall: {
    fetch: refusingTwice,
    run: (client) => Promise.all(Array.from({ length: CONCURRENT }, () => create(client))),
    warmUp: 300,
    runs: 12,
    units: CONCURRENT,
  },
};

export async function warmUp(workload: Workload, client: Client): Promise<void> {
  for (let run = 0; run < workload.warmUp; run += 1) await workload.run(client);
}

/** Microseconds of CPU time for one unit. */
export async function sample(workload: Workload, client: Client): Promise<number> {
  const before = process.cpuUsage();
  for (let run = 0; run < workload.runs; run += 1) await workload.run(client);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (workload.runs * workload.units);
}
