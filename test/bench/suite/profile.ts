// One process of the bench: `node profile.ts <subject> <mode> <measure>` prints in whose code the time of a unit is spent, in microseconds.
import { Session } from 'node:inspector/promises';
import { clientOf } from './application.ts';
import { type CpuMeasure, WORKLOADS, warmUp } from './cpu.ts';
import { startSubject } from './start-subject.ts';
import type { Mode } from './telemetry.ts';

/** By where a function is; the first that holds. */
const OWNERS: ReadonlyArray<readonly [owner: string, file: RegExp]> = [
  ['Sevenstep', /@sevenstep/],
  ['by hand', /\/(floor|same|watch-stream)\.ts$/],
  ['spans of OpenTelemetry', /@opentelemetry\/(sdk-trace|core)/],
  ['metrics of OpenTelemetry', /@opentelemetry\/sdk-metrics/],
  ['context of OpenTelemetry', /@opentelemetry\/(api|context)/],
  ["Anthropic's SDK", /@anthropic-ai/],
  ['Node.js', /^node:/],
];
const SAMPLES = 20;

import { tell } from './tell.ts';

const [name = '', mode, measure] = process.argv.slice(2);
const { subject } = await startSubject(name, mode as Mode);
const workload = WORKLOADS[measure as CpuMeasure];
const client = clientOf(subject, workload.fetch(), measure as CpuMeasure);
await warmUp(workload, client);

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.start');
const runs = SAMPLES * workload.runs;
const before = process.cpuUsage();
for (let run = 0; run < runs; run += 1) await workload.run(client);
const { user, system } = process.cpuUsage(before);
const { profile } = await session.post('Profiler.stop');

/** Waiting is nobody's. */
const ownerOf = new Map(
  profile.nodes
    .filter(({ callFrame: { functionName } }) => functionName !== '(idle)')
    .map(({ id, callFrame: { functionName, url } }) => {
      const known = OWNERS.find(([, file]) => file.test(url))?.[0];
      return [id, known ?? (functionName === '(garbage collector)' ? 'garbage collection' : 'the rest')];
    }),
);
const owners = (profile.samples ?? []).flatMap((node) => ownerOf.get(node) ?? []);
const each = (user + system) / (runs * workload.units) / owners.length;
const microseconds: Record<string, number> = {};
for (const owner of owners) microseconds[owner] = (microseconds[owner] ?? 0) + each;
tell(microseconds);
