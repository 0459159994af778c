// One process of the bench: `heap.ts <subject> <work>` tells the bytes of the heap that a unit allocates, between two collections.
import { PerformanceObserver } from 'node:perf_hooks';
import { startWork } from './start-subject.ts';
import { tell } from './tell.ts';
import { run } from './work.ts';

const SAMPLES = 7;
/** A share of the runs of a sample of CPU time, so that the young generation never fills: see `HEAP_FLAGS` of `process.ts`. */
const SHARE = 4;

const { work, client } = await startWork(process.argv[2], process.argv[3]);
const runs = Math.ceil(work.runs / SHARE);
let collections = 0;
new PerformanceObserver((list) => {
  collections += list.getEntries().length;
}).observe({ entryTypes: ['gc'] });
/** Observed values arrive in a later turn of the event loop. */
const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

let least = Number.POSITIVE_INFINITY;
for (let sample = 0; sample < SAMPLES; sample += 1) {
  global.gc?.();
  await turns();
  collections = 0;
  const before = process.memoryUsage().heapUsed;
  await run(work, client, runs);
  const used = process.memoryUsage().heapUsed - before;
  await turns();
  if (collections === 0) least = Math.min(least, used / (runs * work.units));
}
if (!Number.isFinite(least)) throw new Error('there was a garbage collection within every sample');
tell({ allocated: least });
