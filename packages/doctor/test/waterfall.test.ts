// The waterfall of a call: every kind of row, its note and its bar.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { describe, expect, test } from 'vitest';
import { rowsOf, type TimedSpan, waterfall } from '../src/calls/waterfall.ts';

const span = (start: number, end: number, attributes: SpanAttributes = {}, name = 'chat'): TimedSpan => ({
  name,
  attributes,
  start,
  end,
});
const rows = (call: TimedSpan, ...attempts: TimedSpan[]) =>
  rowsOf({ call, attempts }).map(({ kind, label, start, end, note, failed }) =>
    [kind, label, start, end, note, failed ? 'failed' : ''].join('|'),
  );

describe('rows', () => {
  test('a call that knows no HTTP is one row', () => {
    expect(rows(span(0, 1_000))).toEqual(['call|chat|0|1000|ok|']);
    expect(rows(span(0, 1_000, { 'error.type': 'timeout_error' }))).toEqual([
      'call|chat|0|1000|ERROR timeout_error|failed',
    ]);
  });

  test.each<[attributes: SpanAttributes, row: string]>([
    [{ 'http.response.status_code': 200 }, 'attempt|POST attempt 1|0|1000|200|'],
    [{ 'http.request.method': 'GET' }, 'attempt|GET attempt 1|0|1000|no response|'],
    [
      { 'http.response.status_code': 529, 'http.request.resend_count': 2, 'error.type': 'x' },
      'attempt|POST 3 attempts|0|1000|529|failed',
    ],
  ])('a call without attempt spans has a row for them: %j', (attributes, row) => {
    expect(rows(span(0, 1_000, attributes))[1]).toBe(row);
  });

  test('between attempts stand the waits', () => {
    const call = span(0, 10_000, { 'error.type': 'overloaded_error' });
    const attempts = [
      span(0, 1_000, {
        'http.request.method': 'POST',
        'http.response.status_code': 529,
        'error.type': '529',
        'anthropic.retry.after': 0.2,
      }),
      span(3_000, 4_000, {}, 'fetch'),
      span(6_000, 7_000, { 'http.request.method': 'POST', 'error.type': 'ECONNRESET' }),
      span(6_500, 9_000, { 'http.request.method': 'POST', 'http.response.status_code': 200 }),
    ];
    expect(rows(call, ...attempts)).toEqual([
      'call|chat|0|10000|ERROR overloaded_error|failed',
      'attempt|POST attempt 1|0|1000|529|failed',
      'wait|wait|1000|3000|asked by the server: 200 ms|',
      'attempt|fetch attempt 2|3000|4000|no response|',
      'wait|wait|4000|6000|backoff of the SDK|',
      // The next began before it ended: no wait.
      'attempt|POST attempt 3|6000|7000|ECONNRESET|failed',
      'attempt|POST attempt 4|6500|9000|200|',
    ]);
  });

  test.each<[attributes: SpanAttributes, row: string]>([
    [{ 'anthropic.stream.outcome': 'completed' }, 'stream|stream|1000|1000|completed|'],
    [
      {
        'anthropic.stream.outcome': 'interrupted',
        'anthropic.stream.events': 4,
        'anthropic.stream.last_event': 'ping',
        'gen_ai.response.time_to_first_chunk': 0.25,
      },
      'stream|stream|250|1000|interrupted: 4 events, last ping|failed',
    ],
    [
      { 'anthropic.stream.outcome': 'completed', 'gen_ai.response.time_to_first_chunk': 7 },
      'stream|stream|1000|1000|completed|',
    ],
  ])('a stream begins with its first chunk and not after its call: %j', (attributes, row) => {
    expect(rows(span(0, 1_000, attributes)).at(-1)).toBe(row);
  });
});

test('lines: a bar of thirty signs, at least one wide, dots for waits', () => {
  const attempts = [
    span(0, 250, { 'http.request.method': 'POST', 'http.response.status_code': 529 }),
    span(750, 1_000, { 'http.request.method': 'POST', 'http.response.status_code': 200 }),
  ];
  const call = span(0, 1_000, {}, `a name that is longer than thirty signs`);
  expect(waterfall({ call, attempts })).toEqual([
    'a name that is longer than th… ██████████████████████████████  1000 ms  ok',
    '  POST attempt 1               ████████                         250 ms  529',
    '  wait                                ················          500 ms  backoff of the SDK',
    '  POST attempt 2                                     ████████   250 ms  200',
  ]);
  // A call without a duration, and a stream that ends with its call.
  expect(waterfall({ call: span(5, 5, { 'anthropic.stream.outcome': 'completed' }), attempts: [] })).toEqual([
    'chat                           █                                  0 ms  ok',
    '  stream                       █                                  0 ms  completed',
  ]);
});

test('where there are few columns, bars are shorter, and labels as long as the longest; where there are fewer, there are none', () => {
  const call = span(0, 100, { 'error.type': 'overloaded_error' });
  const attempts = [span(0, 50, { 'http.request.method': 'POST', 'http.response.status_code': 529 })];
  const [first = '', second = ''] = waterfall({ call, attempts }, 76);
  expect([first.length, second.length].every((length) => length <= 76)).toBe(true);
  expect(first).toMatch(/█{6,29} +100 ms {2}ERROR overloaded_error$/);
  expect(second).toMatch(/^ {2}POST attempt 1 █+ +50 ms {2}529$/);
  expect(waterfall({ call, attempts }, 36).join('')).not.toContain('█');
});
