// A short fuzz run with a fixed seed, and every input that once showed a fault. The long run is `npm run fuzz`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { targets as broken } from './fuzz/broken-targets.ts';
import { fuzz, replay } from './fuzz/fuzz.ts';
import { mutateBytes, mutateJson } from './fuzz/mutate.ts';
import { randomOf } from './fuzz/random.ts';
import { targets } from './fuzz/targets.ts';

const moduleOf = (name: string): string => new URL(`./fuzz/${name}.ts`, import.meta.url).href;

const SEED = 20_260_101;
const INPUTS = 300;

describe('no broken input shows a fault', () => {
  test.each(targets.map((target) => [target.name, target] as const))(
    '%s',
    { timeout: 180_000 },
    async (_, target) => {
      const { inputs, crashes } = await fuzz(target, {
        module: moduleOf('targets'),
        seed: SEED,
        more: (done) => done < INPUTS,
      });
      expect(
        crashes.map(({ fault, input }) => [fault, Buffer.from(input).toString().slice(0, 2_000)]),
      ).toEqual([]);
      expect(inputs).toBe(INPUTS);
    },
  );
});

const CRASHES = fileURLToPath(new URL('./fuzz/crashes/', import.meta.url));
const kept = existsSync(CRASHES)
  ? readdirSync(CRASHES).flatMap((name) => readdirSync(CRASHES + name).map((file) => [name, file] as const))
  : [];

test.each(kept)('what once broke %s is read: %s', async (name, file) => {
  expect(await replay(moduleOf('targets'), name, readFileSync(`${CRASHES}${name}/${file}`))).toBeUndefined();
});

describe('the fuzz finds what it looks for', () => {
  test.each([
    ['throws', /a fault/],
    ['never-ends', /no end within/],
    ['takes-memory', /memory|MB more/],
    ['throws-later', /outside of any promise/],
  ])('a reader that %s', async (name, fault) => {
    const target = broken.find((one) => one.name === name);
    if (target === undefined) throw new Error(`no target ${name}`);
    let found = 0;
    const { crashes } = await fuzz(target, {
      module: moduleOf('broken-targets'),
      seed: SEED,
      more: (done) => done < 40 && found++ < 12,
      bounds: { time: 2_000, heap: 64 },
    });
    expect(crashes[0]?.fault).toMatch(fault);
  });

  test('and nothing in a sound one', async () => {
    const target = broken.find(({ name }) => name === 'sound');
    if (target === undefined) throw new Error('no target');
    const done = await fuzz(target, {
      module: moduleOf('broken-targets'),
      seed: SEED,
      more: (count) => count < 50,
    });
    expect(done).toEqual({ inputs: 50, crashes: [] });
  });

  test('the same seed makes the same inputs, another seed others', () => {
    const made = (seed: number) => {
      const random = randomOf(seed);
      return Array.from({ length: 20 }, () =>
        Buffer.from(
          mutateBytes(random, Buffer.from(JSON.stringify(mutateJson(random, { a: [1, { b: 'c' }] })) ?? '')),
        ).toString('hex'),
      );
    };
    expect(made(1)).toEqual(made(1));
    expect(made(1)).not.toEqual(made(2));
  });
});
