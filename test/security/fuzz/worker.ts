// Runs inputs of one target in a thread of its own, so that what takes too long or too much can be ended.
import { parentPort, workerData } from 'node:worker_threads';
import type { Target } from './target.ts';

const { module, name } = workerData as { readonly module: string; readonly name: string };
const { targets } = (await import(module)) as { readonly targets: readonly Target[] };
const target = targets.find((one) => one.name === name);
if (target === undefined) throw new Error(`there is no target ${name}`);

parentPort?.on('message', (input: Uint8Array) => {
  Promise.resolve()
    .then(() => target.run(input))
    .then(
      () => parentPort?.postMessage({}),
      (error: unknown) =>
        parentPort?.postMessage({
          fault: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
    );
});
parentPort?.postMessage({ ready: true });
