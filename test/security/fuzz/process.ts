// Runs a target's inputs in a separate process, which can be ended if one takes too much time or memory.
import type { Target } from './target.ts';

const [module = '', name = ''] = process.argv.slice(2);
const { targets } = (await import(module)) as { readonly targets: readonly Target[] };
const target = targets.find((one) => one.name === name);
if (target === undefined) throw new Error(`there is no target ${name}`);

const answer = (said: { readonly fault?: string }): unknown =>
  process.send?.({ ...said, rss: process.memoryUsage.rss() });

process.on('message', (input: Uint8Array) => {
  Promise.resolve()
    .then(() => target.run(input))
    .then(
      () => answer({}),
      (error: unknown) =>
        answer({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
});
answer({});
