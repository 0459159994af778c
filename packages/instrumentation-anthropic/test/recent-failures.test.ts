// Which requests failed a short time ago: those of the same server, model and length, for ten minutes, and not too many.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RecentFailures, type Sent } from '../src/call/recent-failures.ts';

/** So many are remembered. */
const MOST = 256;
let now = 1_000;
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => now));
afterEach(() => void vi.restoreAllMocks());

const sent = (sentBody: unknown = '{"a":1}', more: Sent['attributes'] = {}, body: unknown = {}): Sent => ({
  attributes: { 'server.address': 'host', 'server.port': 443, 'gen_ai.request.model': 'm', ...more },
  body,
  sentBody,
});

test('the same request is one, others are not', () => {
  const failures = new RecentFailures();
  expect(failures.mayInclude(sent())).toBe(false);
  failures.failed(sent());
  const others = [
    sent('{"a":12}'),
    sent(undefined, { 'server.address': 'other' }),
    sent(undefined, { 'server.port': 80 }),
    sent(undefined, { 'gen_ai.request.model': 'other' }),
    sent(new Uint8Array(7)),
  ];
  expect([sent(), sent('{"b":2}'), ...others].map((one) => failures.mayInclude(one))).toEqual([
    true,
    true,
    ...others.map(() => false),
  ]);
});

test('whether it is streamed makes no difference', () => {
  const failures = new RecentFailures();
  failures.failed(sent('{"a":1}', {}, {}));
  expect(failures.mayInclude(sent('{"stream":true,"a":1}', {}, { stream: true }))).toBe(true);
  expect(failures.mayInclude(sent('{"stream":false,"a":1}', {}, { stream: false }))).toBe(true);
  expect(failures.mayInclude(sent('{"stream":true,"a":1}', {}, {}))).toBe(false);
});

test('a body whose length is not known is never one', () => {
  const failures = new RecentFailures();
  failures.failed(sent(new Uint8Array(7)));
  failures.failed(sent('{"a":1}'));
  expect(failures.mayInclude(sent(new Uint8Array(7)))).toBe(false);
});

test('after ten minutes it is forgotten', () => {
  const failures = new RecentFailures();
  failures.failed(sent());
  now += 10 * 60_000 - 1;
  expect(failures.mayInclude(sent())).toBe(true);
  now += 1;
  expect(failures.mayInclude(sent())).toBe(false);
});

test('of many the oldest go first, and one that fails again is new', () => {
  const failures = new RecentFailures();
  const of = (length: number) => sent('x'.repeat(length));
  for (let length = 1; length <= MOST; length += 1) failures.failed(of(length));
  failures.failed(of(1));
  failures.failed(of(MOST + 1));
  expect([1, 2, 3, MOST, MOST + 1].map((length) => failures.mayInclude(of(length)))).toEqual([
    true,
    false,
    true,
    true,
    true,
  ]);
});
