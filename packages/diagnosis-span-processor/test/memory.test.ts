// What is kept of calls is bounded, however many there are.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { RecentMap } from '../src/patterns/recent-map.ts';
import { SlidingCount } from '../src/patterns/sliding-count.ts';
import { listening, ok, span } from './spans.ts';

it('a map forgets what was touched the longest ago', () => {
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

it('a hundred thousand different requests and traces keep the heap flat', () => {
  const { end } = listening();
  const burn = (from: number) => {
    for (let i = from; i < from + 20_000; i++)
      end(span(ok({ 'anthropic.request.fingerprint': `f${i}` }), 1_000 + i / 100, { traceId: `t${i}` }));
  };
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  burn(0);
  const before = heap();
  for (let round = 1; round < 5; round++) burn(round * 20_000);
  expect(heap() - before).toBeLessThan(5_000_000);
});
