// Finds the name that a misspelled one probably means, or no name if none is close.
import { expect, it } from 'vitest';
import { nearest } from '../src/ids/nearest.ts';

const NAMES = ['overloaded', 'outage', 'quota'];

it.each<[typed: string, meant: string | undefined]>([
  ['overloaded', 'overloaded'],
  ['overloade', 'overloaded'],
  ['overloadedd', 'overloaded'],
  ['verloaded', 'overloaded'],
  ['overlaoded', 'overloaded'],
  ['quote', 'quota'],
  ['qta', 'quota'],
  ['outrage', 'outage'],
  // More than two letters, of a short name, are another name.
  ['xyzta', undefined],
  ['unknown', undefined],
  ['zzzzzzzzzz', undefined],
  ['', undefined],
])('%j was meant to be %j', (typed, meant) => {
  expect(nearest(typed, NAMES)).toBe(meant);
});

it('of two that are as near the first by the alphabet, and of none nothing', () => {
  expect(nearest('bat', ['cat', 'bar'])).toBe('bar');
  expect(nearest('bat', [])).toBeUndefined();
});
