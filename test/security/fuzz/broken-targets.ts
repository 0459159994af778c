// Targets with faults of each kind, which the fuzz run must find.
import type { Target } from './target.ts';

const seeds = [{ a: [1, 2, 3], b: 'text' }];
const kept: unknown[] = [];

/** Whether an input parses and differs from the seed. */
const isChanged = (input: Uint8Array): boolean => {
  try {
    return JSON.stringify(JSON.parse(Buffer.from(input).toString())) !== JSON.stringify(seeds[0]);
  } catch {
    return false;
  }
};

export const targets: readonly Target[] = [
  {
    name: 'throws',
    seeds,
    run(input) {
      if (isChanged(input)) throw new TypeError('a fault');
    },
  },
  {
    name: 'never-ends',
    seeds,
    run(input) {
      if (isChanged(input)) for (;;);
    },
  },
  {
    name: 'takes-memory',
    seeds,
    run(input) {
      if (isChanged(input)) for (;;) kept.push(new Array(1_000_000).fill({}));
    },
  },
  {
    name: 'throws-later',
    seeds,
    async run(input) {
      if (!isChanged(input)) return;
      setTimeout(() => {
        throw new Error('outside of any promise');
      });
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    },
  },
  { name: 'sound', seeds, run: () => undefined },
];
