// The memory for calls is bounded: the map that forgets the oldest, and the count over a window.
import { expect, it } from 'vitest';
import { SlidingCount } from '../src/patterns/sliding-count.ts';
import { RecentMap } from '../src/recent-map.ts';

it('a map drops the least recently used entry', () => {
  const map = new RecentMap<number, { n: number }>(3);
  for (const key of [1, 2, 3, 1, 4]) map.touch(key, () => ({ n: key }));
  expect([map.size, map.get(2), map.get(1)?.n]).toEqual([3, undefined, 1]);
});

it('a count keeps a fixed number of buckets, takes times out of order, and forgets', () => {
  const count = new SlidingCount(60, ['a', 'b']);
  for (const at of [100, 130, 110, 159]) count.add(at, 'a');
  count.add(120, 'b', 5);
  expect([count.total('a'), count.total('b')]).toEqual([4, 5]);
  count.add(175, 'a');
  expect([count.total('a'), count.total('b')]).toEqual([3, 5]);
  count.add(20, 'a');
  expect(count.total('a')).toBe(3);
  count.add(10_000, 'a');
  expect([count.total('a'), count.total('b')]).toEqual([1, 0]);
});

it('a map makes a value once, and keeps its bound whichever key is touched', () => {
  const map = new RecentMap<string, number>(2);
  let made = 0;
  const touch = (key: string) => {
    made += 1;
    return map.touch(key, () => made);
  };
  expect([touch('a'), touch('a'), touch('b'), touch('a'), touch('b')]).toEqual([1, 1, 3, 1, 3]);
  // The oldest leaves, which is not the first that came.
  expect([touch('c'), map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([6, undefined, 3, 6, 2]);
  expect([touch('b'), touch('d'), map.get('c'), map.get('b'), map.size]).toEqual([3, 8, undefined, 3, 2]);
});

it('a count has twelve stretches: the thirteenth takes the place of the first, and what is older is dropped', () => {
  const count = new SlidingCount(12, ['a']);
  for (let second = 0; second < 12; second++) count.add(second, 'a', 10 ** second);
  expect(count.total('a')).toBe(111_111_111_111);
  count.add(12, 'a', 0);
  expect(count.total('a')).toBe(111_111_111_111);
  count.add(12.5, 'a', 7);
  expect(count.total('a')).toBe(111_111_111_117);
  // In the oldest remaining stretch, and in the one before it.
  count.add(1, 'a', 1_000);
  expect(count.total('a')).toBe(111_111_112_117);
  count.add(0.9, 'a', 1_000);
  expect(count.total('a')).toBe(111_111_112_117);
  count.add(13, 'a', 1);
  expect(count.total('a')).toBe(111_111_111_108);
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e300])('a count takes no time such as %d', (at) => {
  const count = new SlidingCount(60, ['a']);
  count.add(100, 'a');
  count.add(at, 'a');
  count.add(101, 'a');
  expect(count.total('a')).toBe(2);
});

it('a count takes times before 1970', () => {
  const count = new SlidingCount(12, ['a']);
  for (const at of [-14, -3, -2, -1, 0, 1]) count.add(at, 'a');
  expect(count.total('a')).toBe(5);
});
