// The criteria of the soak test can fail: unbalanced counts, growing memory, open handles.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ReadableSpan, Span } from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import { Accounts } from '../soak/accounts.ts';
import { type Sample, verdict } from '../soak/flatness.ts';

const MEBIBYTE = 2 ** 20;

/** Samples of a process whose heap and handles are these functions of time, from 0 to 1. */
const samples = (
  heap: (time: number) => number,
  handles: (time: number) => number = () => 20,
  count = 30,
): Sample[] =>
  Array.from({ length: count }, (_, index) => ({
    heap: (40 + heap(index / (count - 1))) * MEBIBYTE,
    handles: handles(index / (count - 1)),
  }));

test.each<[what: string, given: readonly Sample[], problems: readonly string[]]>([
  ['what is flat', samples(() => 0), []],
  ['what swings', samples((time) => 4 * Math.sin(time * 40)), []],
  ['one sample that is off', samples((time) => (time === 1 ? 50 : 0)), []],
  ['a leak', samples((time) => 6 * time), [expect.stringMatching(/^the heap has grown by 4\.\d MiB$/)]],
  ['a cache that fills late', samples((time) => (time > 0.6 ? 5 : 0)), ['the heap has grown by 5.0 MiB']],
  [
    'sockets that stay',
    samples(
      () => 0,
      (time) => 20 + 60 * time,
    ),
    [expect.stringMatching(/ more handles$/)],
  ],
  [
    'too few samples',
    samples(
      () => 0,
      () => 20,
      5,
    ),
    ['only 5 samples: run it for longer'],
  ],
])('%s', (_, given, problems) => {
  expect(verdict(given)).toEqual(problems);
});

let ids = 0;
const span = (isCall = true): Span & ReadableSpan => {
  ids += 1;
  const spanId = String(ids);
  const attributes = isCall ? { 'anthropic.sdk.method': 'messages.create' } : {};
  return { spanContext: () => ({ spanId }), attributes } as never;
};

/** Faults in the span of one of three calls. */
const MISHAPS: Readonly<Record<string, [(books: Accounts, one: Span & ReadableSpan) => void, string[]]>> = {
  nothing: [
    (books, one) => {
      books.onStart(one);
      books.onEnd(one);
      books.exported([one]);
    },
    [],
  ],
  'it does not start': [
    () => undefined,
    ['2 call spans ended for 3 sampled calls', '2 call spans exported for 3 sampled calls'],
  ],
  'it does not end': [
    (books, one) => books.onStart(one),
    [
      '2 call spans ended for 3 sampled calls',
      '2 call spans exported for 3 sampled calls',
      '1 spans started and did not end',
    ],
  ],
  'it ends twice': [
    (books, one) => {
      books.onStart(one);
      books.onEnd(one);
      books.onEnd(one);
      books.exported([one]);
    },
    ['4 call spans ended for 3 sampled calls', '1 spans ended that had not started, or twice'],
  ],
  'it is not exported': [
    (books, one) => {
      books.onStart(one);
      books.onEnd(one);
    },
    ['2 call spans exported for 3 sampled calls'],
  ],
  'it is exported twice': [
    (books, one) => {
      books.onStart(one);
      books.onEnd(one);
      books.exported([one, one]);
    },
    ['4 call spans exported for 3 sampled calls'],
  ],
  'it is no call span': [
    (books) => {
      const one = span(false);
      books.onStart(one);
      books.onEnd(one);
      books.exported([one]);
    },
    ['2 call spans ended for 3 sampled calls', '2 call spans exported for 3 sampled calls'],
  ],
};

test.each(Object.entries(MISHAPS))('the books: %s', (_, [befall, problems]) => {
  const books = new Accounts();
  const [well] = MISHAPS.nothing ?? [];
  for (const one of [span(), span()]) well?.(books, one);
  befall(books, span());
  books.measured(4);
  expect(books.problems({ calls: 4, sampled: 3, operations: 4 })).toEqual(problems);
});

test('the books: a call that is not measured, sampled or not', () => {
  const books = new Accounts();
  books.measured(3);
  expect(books.problems({ calls: 4, sampled: 0, operations: 4 })).toEqual(['3 calls measured of 4']);
});

test('the books: no call at all is no success', () => {
  expect(new Accounts().problems({ calls: 0, sampled: 0, operations: 0 })).toEqual(['no call was made']);
});

test.each([
  [['--help'], 0, /--minutes <n>/],
  [['--minutes', '0'], 2, /--minutes is '0'/],
  [['--minutes', 'many'], 2, /--minutes is 'many'/],
  [['--hours', '1'], 2, /--hours/],
])('soak %j ends with %i', (args, code, says) => {
  const run = fileURLToPath(new URL('../soak/run.ts', import.meta.url));
  const ended = spawnSync(process.execPath, ['--expose-gc', run, ...args], { encoding: 'utf8' });
  expect(ended.stdout + ended.stderr).toMatch(says);
  expect(ended.status).toBe(code);
});
