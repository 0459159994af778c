// The work that is measured per unit: what a client does, and what of OpenTelemetry is registered meanwhile.
import { PARAMS } from './application.ts';
import type { Client, WorkName } from './subject.ts';
import type { Mode } from './telemetry.ts';
import { answering, type Fetch, FRAME_EVENTS, refusingTwice, streaming } from './transport.ts';

export interface Work {
  /** A unit of it, as the tables call it. */
  readonly label: string;
  readonly mode: Mode;
  readonly fetch: () => Fetch;
  /** One call. */
  one(client: Client): Promise<unknown>;
  /** Calls at once: the waits of one are the work of another. */
  readonly atOnce: number;
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

const DELTAS = 1_000;
const CONCURRENT = 50;

const call = (label: string, mode: Mode): Work => ({
  label,
  mode,
  fetch: () => answering(),
  one: create,
  atOnce: 1,
  warmUp: 15_000,
  runs: 1_000,
  units: 1,
});
const stream = (label: string, one: Work['one']): Work => ({
  label,
  mode: 'recording',
  fetch: () => streaming(DELTAS),
  one,
  atOnce: 1,
  warmUp: 500,
  runs: 30,
  units: DELTAS + FRAME_EVENTS,
});

export const WORK: Readonly<Record<WorkName, Work>> = {
  call: call('a call', 'recording'),
  streamEvent: stream('an event, `create`', readStream),
  helperEvent: stream('an event, `messages.stream`', readHelper),
  retriedCall: {
    label: '429, 429, 200',
    mode: 'recording',
    fetch: refusingTwice,
    one: create,
    atOnce: CONCURRENT,
    warmUp: 300,
    runs: 12,
    units: CONCURRENT,
  },
  notSampled: call('a call, not sampled', 'sampled-out'),
  noProvider: call('a call, no provider', 'no-provider'),
};

export const WORK_NAMES = Object.keys(WORK) as readonly WorkName[];

/** @param runs of which each is {@link Work.units} units. */
export async function run({ one, atOnce }: Work, client: Client, runs: number): Promise<void> {
  for (let index = 0; index < runs; index += 1)
    if (atOnce === 1) await one(client);
    else await Promise.all(Array.from({ length: atOnce }, () => one(client)));
}

/** Microseconds of CPU time of the whole process, garbage collection included, for one unit. */
export async function cpuTime(work: Work, client: Client): Promise<number> {
  const before = process.cpuUsage();
  await run(work, client, work.runs);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (work.runs * work.units);
}
