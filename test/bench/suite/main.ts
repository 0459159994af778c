// One process of the bench: `node --expose-gc main.ts <subject> <mode> <measure>...` prints what it measured as JSON.
import { clientOf, PARAMS } from './application.ts';
import { cpuTime, WORKLOADS } from './cpu.ts';
import { type DiagnosisMeasure, diagnosisCost } from './diagnosis.ts';
import { MEMORY } from './memory.ts';
import { SUBJECTS } from './subjects.ts';
import { type Mode, startTelemetry } from './telemetry.ts';
import { answering, type Fetch } from './transport.ts';

const [name = '', mode, ...measures] = process.argv.slice(2);
const subject = SUBJECTS[name];
if (!subject) throw new Error(`no subject is called '${name}'`);

const recorded = startTelemetry(mode as Mode);
await subject.start(recorded);
const make = (fetch: Fetch) => clientOf(subject, fetch);

// What it records of one call: that there is something to measure.
await make(answering()).messages.create(PARAMS);
await subject.flush?.();
const { spans, attributes } = recorded;

const results: Record<string, number> = { spans, attributes };
for (const measure of measures) {
  if (measure in WORKLOADS) {
    const workload = WORKLOADS[measure as keyof typeof WORKLOADS];
    results[measure] = await cpuTime(workload, make(workload.fetch()));
  } else if (measure in MEMORY) {
    results[measure] = await MEMORY[measure as keyof typeof MEMORY](make);
  } else results[measure] = await diagnosisCost(measure as DiagnosisMeasure, make, recorded);
}
// Whatever a subject keeps running.
process.stdout.write(JSON.stringify(results), () => process.exit());
