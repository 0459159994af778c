// Values of unknown shape are read as what they are, or as nothing.
import { expect, test } from 'vitest';
import { monotonicNow, seconds } from '../src/time.ts';
import { asCount, asNumber, asString, field, isObject, safeJson } from '../src/values.ts';

const none = undefined;

test.each<[value: unknown, text: unknown, number: unknown, count: unknown, isOne: boolean]>([
  ['a', 'a', none, none, false],
  ['', none, none, none, false],
  ['1', '1', none, none, false],
  [0, none, 0, 0, false],
  [7, none, 7, 7, false],
  [-1, none, -1, none, false],
  [0.5, none, 0.5, none, false],
  [2 ** 53, none, 2 ** 53, none, false],
  [Number.NaN, none, none, none, false],
  [Number.POSITIVE_INFINITY, none, none, none, false],
  [true, none, none, none, false],
  [null, none, none, none, false],
  [undefined, none, none, none, false],
  [{}, none, none, none, true],
  [[], none, none, none, true],
  [() => 1, none, none, none, false],
])('%j', (value, text, number, count, isOne) => {
  expect([asString(value), asNumber(value), asCount(value), isObject(value)]).toEqual([
    text,
    number,
    count,
    isOne,
  ]);
});

test('a field is that of an object, and of nothing else', () => {
  expect([field({ a: 1 }, 'a'), field({ a: 1 }, 'b'), field([7], '0')]).toEqual([1, none, 7]);
  expect(['text', null, undefined, 7].map((value) => field(value, 'length'))).toEqual([
    none,
    none,
    none,
    none,
  ]);
});

test('a text that is no JSON has no value', () => {
  expect([safeJson('{"a":1}'), safeJson('null'), safeJson('{'), safeJson('')]).toEqual([
    { a: 1 },
    null,
    none,
    none,
  ]);
});

test('durations are seconds, to the microsecond, on a clock that goes forward', () => {
  expect([0, 1, 1500, 0.0004, 0.0006, 1234.5678, 86_400_000].map(seconds)).toEqual([
    0, 0.001, 1.5, 0, 0.000001, 1.234568, 86_400,
  ]);
  const before = performance.now();
  const now = monotonicNow();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(performance.now());
});
