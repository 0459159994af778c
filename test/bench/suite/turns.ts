// One process of the bench for CPU time: `turns.ts <subject> <mode> <measure>` takes one sample with each message from its parent.
import { clientOf } from './application.ts';
import { type CpuMeasure, sample, WORKLOADS, warmUp } from './cpu.ts';
import { startSubject } from './start-subject.ts';
import type { Mode } from './telemetry.ts';

const [name = '', mode, measure] = process.argv.slice(2);
const { subject } = await startSubject(name, mode as Mode);
const workload = WORKLOADS[measure as CpuMeasure];
const client = clientOf(subject, workload.fetch());
await warmUp(workload, client);
const say = (value: number): unknown => process.send?.(value);
process.on('message', () => void sample(workload, client).then(say));
process.on('disconnect', () => process.exit());
say(0);
