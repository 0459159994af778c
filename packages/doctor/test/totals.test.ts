// The totals of `watch`, and the calls that a grouper reports: each once, and again if it later turns out to have failed.
import { readTelemetry } from '@sevenstep/checklist';
import { describe, expect, test } from 'vitest';
import { KEPT } from '../src/bounds.ts';
import { callOf } from '../src/calls/call.ts';
import { CallGrouper, type CallUpdate } from '../src/calls/call-grouper.ts';
import type { Span } from '../src/spans/span.ts';
import { shareOf, WatchTotals } from '../src/watch/totals.ts';

const ANTHROPIC = { 'gen_ai.provider.name': 'anthropic' };
const FAILED = {
  ...ANTHROPIC,
  'http.response.status_code': 529,
  'error.type': 'overloaded_error',
  'anthropic.request.id': 'req_1',
};
const span = (spanId: string, attributes: Span['attributes'], more: Partial<Span> = {}): Span => ({
  role: readTelemetry({ attributes }).role,
  traceId: 't1',
  spanId,
  name: 'chat',
  start: 1_000,
  end: 2_000,
  attributes,
  resource: {},
  ...more,
});

describe('totals', () => {
  const call = (attributes: Span['attributes']) => callOf(span('a', attributes));

  test('calls, failures and diagnoses; one that is told again counts once', () => {
    const totals = new WatchTotals();
    const healthy = call(ANTHROPIC);
    const failed = call(FAILED);
    totals.add({ call: failed, before: undefined });
    totals.add({ call: healthy, before: undefined });
    expect([totals.calls, totals.failed, [...totals.diagnoses]]).toEqual([2, 1, [['service.overloaded', 1]]]);
    totals.add({ call: failed, before: healthy });
    expect([totals.calls, totals.failed, [...totals.diagnoses]]).toEqual([2, 2, [['service.overloaded', 2]]]);
    totals.add({ call: healthy, before: failed });
    totals.add({ call: healthy, before: failed });
    expect([totals.calls, totals.failed, [...totals.diagnoses]]).toEqual([2, 0, []]);
  });

  test('limits are those of the last answer, and few', () => {
    const totals = new WatchTotals();
    const left = (kind: string, remaining: number) =>
      totals.add({
        call: call({
          ...ANTHROPIC,
          [`anthropic.ratelimit.${kind}.limit`]: 100,
          [`anthropic.ratelimit.${kind}.remaining`]: remaining,
        }),
        before: undefined,
      });
    left('requests', 50);
    left('requests', 40);
    expect([...totals.limits.values()]).toMatchObject([{ kind: 'requests', limit: 100, remaining: 40 }]);
    for (let n = 0; n < KEPT.inTotals + 5; n += 1) left(`k${n}`, 1);
    expect(totals.limits.size).toBe(KEPT.inTotals);
    left('requests', 30);
    expect(totals.limits.get('requests')?.remaining).toBe(30);
  });

  test.each([
    [{ limit: 4, remaining: 1 }, 0.25],
    [{ limit: 4, remaining: 0 }, 0],
    [{ limit: 0, remaining: 0 }, undefined],
    [{ limit: 4 }, undefined],
    [{ remaining: 4 }, undefined],
  ])('what is left of %j is %s', (limit, share) => {
    expect(shareOf({ kind: 'requests', ...limit })).toBe(share);
  });
});

describe('the grouper', () => {
  const ids = (updates: readonly CallUpdate[]) =>
    updates.map(({ call, before }) => `${call.span.spanId}${before === undefined ? '' : ' again'}`);

  test('tells of a call once, when its trace has been quiet', () => {
    const grouper = new CallGrouper();
    grouper.add(span('a', ANTHROPIC), 100);
    expect(ids(grouper.settled(99))).toEqual([]);
    expect(ids(grouper.settled(100))).toEqual(['a']);
    expect(ids(grouper.settled(1_000))).toEqual([]);
    grouper.add(span('b', ANTHROPIC), 200);
    expect(ids(grouper.rest())).toEqual(['b']);
    expect(ids(grouper.rest())).toEqual([]);
  });

  test('tells of it again when another span shows that it failed', () => {
    const grouper = new CallGrouper();
    grouper.add(span('a', ANTHROPIC));
    expect(ids(grouper.rest())).toEqual(['a']);
    grouper.add(span('a', { ...FAILED, more: 1 }));
    expect(ids(grouper.rest())).toEqual(['a again']);
    grouper.add(span('a', { ...FAILED, more: 1, evenMore: 2 }));
    expect(ids(grouper.rest())).toEqual([]);
  });

  test('of a span that comes twice the one that ended, then the one that says more, counts', () => {
    const last = (...spans: Span[]) => {
      const grouper = new CallGrouper();
      for (const one of spans) grouper.add(one);
      return grouper.rest()[0]?.call.span.name;
    };
    const short = span('a', ANTHROPIC, { name: 'short' });
    const long = span('a', { ...ANTHROPIC, more: 1 }, { name: 'long' });
    const open = span('a', { ...ANTHROPIC, more: 1, other: 2 }, { name: 'open', unended: true });
    expect([last(short, long), last(long, short), last(open, short), last(short, open)]).toEqual([
      'long',
      'long',
      'short',
      'short',
    ]);
    expect(last(short, { ...short, name: 'the same' })).toBe('short');
  });

  test('requests of a call are its attempts; of a server, or without a parent, they are not', () => {
    const attempts = (
      more: Partial<Span>,
      attributes: Span['attributes'] = { 'http.request.method': 'POST' },
    ) => {
      const grouper = new CallGrouper();
      grouper.add(span('a', ANTHROPIC));
      grouper.add(
        span('b', { ...attributes, 'http.response.status_code': 500 }, { parentSpanId: 'a', ...more }),
      );
      grouper.add(
        span('c', { ...attributes, 'http.response.status_code': 200 }, { parentSpanId: 'a', ...more }),
      );
      return grouper.rest()[0]?.call.attempts.length;
    };
    expect(attempts({})).toBe(2);
    expect(attempts({ kind: 'client' })).toBe(2);
    expect(attempts({}, { 'http.method': 'POST' })).toBe(2);
    expect(attempts({ kind: 'server' })).toBe(0);
    expect(attempts({}, {})).toBe(0);
    expect(attempts({ parentSpanId: undefined })).toBe(0);
    expect(attempts({ traceId: 't2' })).toBe(0);
  });

  test('more spans than are kept push the oldest traces out, once, and their late spans are none', () => {
    const grouper = new CallGrouper();
    const add = (n: number) => grouper.add(span(`${n}`, ANTHROPIC, { traceId: `trace ${n}` }));
    for (let n = 1; n <= KEPT.spans; n += 1) add(n);
    expect(ids(grouper.overflow())).toEqual([]);
    add(KEPT.spans + 1);
    expect(ids(grouper.overflow())).toEqual(['1']);
    expect(ids(grouper.overflow())).toEqual([]);
    add(1);
    add(KEPT.spans + 2);
    add(KEPT.spans + 3);
    expect(ids(grouper.overflow())).toEqual(['2', '3']);
  });

  test('links between spans are bounded, too', () => {
    const grouper = new CallGrouper();
    grouper.add(span('a', ANTHROPIC));
    // Traces are bounded by their number, too.
    const link = (n: number) =>
      grouper.add(span(`${n}`, {}, { traceId: `trace ${Math.floor(n / 100)}`, parentSpanId: 'p' }));
    for (let n = 0; n < KEPT.links; n += 1) link(n);
    expect(ids(grouper.overflow())).toEqual([]);
    link(KEPT.links);
    // The oldest trace has no link: it goes, and the next.
    expect(ids(grouper.overflow())).toEqual(['a']);
    link(KEPT.links + 1);
    link(KEPT.links + 2);
    expect(ids(grouper.overflow())).toEqual([]);
  });
});
