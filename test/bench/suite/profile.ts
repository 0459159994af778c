// One process of the bench: `node profile.ts <subject>` prints in whose code the time of a call is spent, in microseconds.
import { Session } from 'node:inspector/promises';
import { clientOf } from './application.ts';
import { WORKLOADS, warmUp } from './cpu.ts';
import { startSubject } from './start-subject.ts';

/** By where a function is; the first that holds. */
const OWNERS: ReadonlyArray<readonly [owner: string, file: RegExp]> = [
  ['Sevenstep', /@sevenstep/],
  ['by hand', /\/(floor|same)\.ts$/],
  ['spans of OpenTelemetry', /@opentelemetry\/(sdk-trace|core)/],
  ['metrics of OpenTelemetry', /@opentelemetry\/sdk-metrics/],
  ['context of OpenTelemetry', /@opentelemetry\/(api|context)/],
  ["Anthropic's SDK", /@anthropic-ai/],
  ['Node.js', /^node:/],
];
const CALLS = 20_000;

const { subject } = await startSubject(process.argv[2] ?? '', 'recording');
const workload = WORKLOADS.call;
const client = clientOf(subject, workload.fetch());
await warmUp(workload, client);

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.start');
const before = process.cpuUsage();
for (let call = 0; call < CALLS; call += 1) await workload.run(client);
const { user, system } = process.cpuUsage(before);
const { profile } = await session.post('Profiler.stop');

const ownerOf = new Map(
  profile.nodes.map(({ id, callFrame: { functionName, url } }) => {
    const known = OWNERS.find(([, file]) => file.test(url))?.[0];
    return [id, known ?? (functionName === '(garbage collector)' ? 'garbage collection' : 'the rest')];
  }),
);
const samples = profile.samples ?? [];
const microseconds: Record<string, number> = {};
for (const node of samples) {
  const owner = ownerOf.get(node) ?? 'the rest';
  microseconds[owner] = (microseconds[owner] ?? 0) + (user + system) / CALLS / samples.length;
}
process.stdout.write(JSON.stringify(microseconds), () => process.exit());
