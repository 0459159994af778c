// One process of the bench for CPU time: `turns.ts <subject> <work>` takes one sample with each message from its parent.
import { startWork } from './start-subject.ts';
import { cpuTime } from './work.ts';

const { work, client } = await startWork(process.argv[2], process.argv[3]);
const say = (value: number): unknown => process.send?.(value);
/** The first work of a process after a wait is slow, and differs between processes. So only the second sample counts. */
async function turn(): Promise<void> {
  await cpuTime(work, client);
  say(await cpuTime(work, client));
}
process.on('message', () => void turn());
process.on('disconnect', () => process.exit());
say(0);
