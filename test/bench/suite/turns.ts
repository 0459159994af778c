// One process of the bench for CPU time: `turns.ts <subject> <work>` takes one sample with each message from its parent.
import { startWork } from './start-subject.ts';
import { cpuTime } from './work.ts';

const { work, client } = await startWork(process.argv[2], process.argv[3]);
const say = (value: number): unknown => process.send?.(value);
/** What a process that has waited does first is slow, and differs between processes: only the second sample is told. */
async function turn(): Promise<void> {
  await cpuTime(work, client);
  say(await cpuTime(work, client));
}
process.on('message', () => void turn());
process.on('disconnect', () => process.exit());
say(0);
