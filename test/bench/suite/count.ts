// One process of the bench: `count.ts <subject> <work> <runs>` does the work that often after its warm-up, for a count of its instructions.
import { startWork } from './start-subject.ts';
import { run } from './work.ts';

const { work, client } = await startWork(process.argv[2], process.argv[3]);
await run(work, client, Number(process.argv[4]));
process.exit();
