// One process of the bench for CPU time: `turns.ts <subject> <mode> <measure>` takes one sample with each message from its parent.
import { clientOf } from './application.ts';
import { type CpuMeasure, sample, WORKLOADS, warmUp } from './cpu.ts';
import { startSubject } from './start-subject.ts';
import type { Mode } from './telemetry.ts';

const [name = '', mode, measure] = process.argv.slice(2);
const { subject } = await startSubject(name, mode as Mode);
const workload = WORKLOADS[measure as CpuMeasure];
const client = clientOf(subject, workload.fetch(), measure as CpuMeasure);
await warmUp(workload, client);
const say = (value: number): unknown => process.send?.(value);
/** What a process that has waited does first is slow, and differs between processes: only the second sample is told. */
async function turn(): Promise<void> {
  await sample(workload, client);
  say(await sample(workload, client));
}
process.on('message', () => void turn());
process.on('disconnect', () => process.exit());
say(0);
