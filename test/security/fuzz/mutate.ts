// Makes a broken input from a valid one, by changing its bytes, or its values if it is JSON.
import type { Random } from './random.ts';

/** Values that have broken readers: of other types, endless, or with names that every object has. */
const VALUES: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => -1,
  () => 0,
  () => 1e30,
  () => 1e308,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => '',
  () => '1e30',
  () => '-1',
  () => '9'.repeat(400),
  () => 'constructor',
  () => '__proto__',
  () => 'toString',
  () => 'a\nb\u001B[2J\u202E\u2028\uFEFF',
  () => '\uD800',
  () => '| ` \\| ![x](http://evil.example) <img>',
  () => 'sk-ant-api03-abcdefghijklmnop',
  () => 'x'.repeat(100_000),
  () => [],
  () => ({}),
  () => ({ toString: 1, valueOf: 1 }),
  () => ({ length: 1e9 }),
  () => ({ constructor: { prototype: 1 }, hasOwnProperty: null }),
  () => JSON.parse('{"__proto__":{"polluted":1}}'),
  () => JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`),
  () => JSON.parse(`${'{"values":['.repeat(40)}${']}'.repeat(40)}`),
  () => Array.from({ length: 5_000 }, (_, index) => index),
];

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  'a'.repeat(5_000),
  'a\u001Bb',
];

/** The value with one or more of its parts changed. */
export function mutateJson(random: Random, value: unknown): unknown {
  const copy = { root: structuredClone(value) };
  // At most one repetition, because nested repetitions would exceed the longest string.
  const most = 1 + random.below(4);
  for (let times = 0; times < most; times++) change(random, copy, times === 0 ? 500 : 2);
  return copy.root;
}

type Part = Record<string, unknown> | unknown[];

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null;

/** Goes down to a part and changes it. */
function change(random: Random, from: Part, copies: number): void {
  let part = from;
  for (;;) {
    const key = random.pick(Object.keys(part));
    if (key === undefined) return;
    const held: unknown = (part as Record<string, unknown>)[key];
    if (isPart(held) && Object.keys(held).length > 0 && (part === from || !random.oneIn(5))) {
      part = held;
      continue;
    }
    changeAt(random, part, key, copies);
    return;
  }
}

function changeAt(random: Random, part: Part, key: string, copies: number): void {
  const entries = part as Record<string, unknown>;
  const held = entries[key];
  switch (random.below(5)) {
    case 0:
      if (Array.isArray(part)) part.splice(Number(key), 1);
      else delete entries[key];
      return;
    case 1:
      if (Array.isArray(part)) for (let times = random.below(copies); times > 0; times--) part.push(held);
      else
        Object.defineProperty(part, random.pick(NAMES), {
          value: held,
          enumerable: true,
          writable: true,
          configurable: true,
        });
      return;
    case 2:
      entries[key] = { [random.pick(NAMES) || 'x']: held };
      return;
    default:
      entries[key] = random.pick(VALUES)();
  }
}

const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\n',
  '\0',
  '\uFEFF',
  'null',
  '1e999',
  '-',
  '\\ud800',
].map((token) => Buffer.from(token));

/** Larger inputs take time, and their bounds have separate tests. */
export const MOST_BYTES: number = 1024 * 1024;

/** The bytes with one or more changes: flipped bits, and removed, repeated or cut parts. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  let changed = Buffer.from(bytes);
  for (let times = 1 + random.below(4); times > 0 && changed.length > 0; times--) {
    if (changed.length > MOST_BYTES) changed = changed.subarray(0, MOST_BYTES);
    const at = random.below(changed.length);
    const size = 1 + random.below(Math.min(64, changed.length - at));
    const [before, part, after] = [
      changed.subarray(0, at),
      changed.subarray(at, at + size),
      changed.subarray(at + size),
    ];
    switch (random.below(6)) {
      case 0:
        changed = Buffer.from(changed);
        changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 1:
        changed = Buffer.concat([before, after]);
        break;
      case 2:
        changed = Buffer.concat([
          before,
          ...Array.from({ length: 1 + random.below(200) }, () => part),
          after,
        ]);
        break;
      case 3:
        changed = before;
        break;
      case 4: {
        const token = random.pick(TOKENS);
        const many = random.oneIn(20) ? 20_000 : 1 + random.below(20);
        changed = Buffer.concat([before, ...Array.from({ length: many }, () => token), after]);
        break;
      }
      default:
        changed = Buffer.concat([
          before,
          Buffer.from(Array.from({ length: size }, () => random.below(256))),
          after,
        ]);
    }
  }
  return changed.subarray(0, MOST_BYTES);
}
