// What is kept of calls is bounded, however many there are.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Attributes } from '@opentelemetry/api';
import { expect, it } from 'vitest';
import { DiagnosisSpanProcessor } from '../src/index.ts';
import { RecentMap } from '../src/patterns/recent-map.ts';
import { SlidingCount } from '../src/patterns/sliding-count.ts';
import { failed, ok, span } from './spans.ts';

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

/** The n-th of calls of which no two have anything in common that they are remembered by. */
const DIFFERENT: Readonly<Record<string, (n: number) => Attributes>> = {
  'answers to different requests': (n) => ok(request(n)),
  'tool uses in different traces': (n) => ok({ ...request(n), 'anthropic.message.stop_reason': 'tool_use' }),
  'requests that were asked to wait': (n) =>
    failed(429, 'rate_limit_error', 'Rate limited', { ...request(n), 'anthropic.retry.after': 30 }),
  'answers to different organizations': (n) => ok({ 'anthropic.organization.id': `org_${n}` }),
};
const request = (n: number): Attributes => ({ 'anthropic.request.fingerprint': `f${n}` });

it.each(Object.entries(DIFFERENT))('thirty thousand %s keep the heap flat', (_, call) => {
  const processor = new DiagnosisSpanProcessor();
  const burn = (from: number) => {
    for (let n = from; n < from + 10_000; n++)
      processor.onEnding(span(call(n), 1_000 + n, { traceId: `t${n}` }));
  };
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  burn(0);
  const before = heap();
  for (let round = 1; round < 3; round++) burn(round * 10_000);
  expect(heap() - before).toBeLessThan(1_000_000);
});
