// No value of any attribute makes the checklist throw, or take its time.
import { ATTRIBUTES } from '@sevenstep/semantic-conventions';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../src/index.ts';
import { apiError, call, streamError, success } from './spans.ts';

describe('hostile input', () => {
  const values: readonly unknown[] = [
    null,
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    0,
    1e308,
    true,
    '',
    'x'.repeat(1_000_000),
    '"message":"'.repeat(10_000),
    '\u0000\ud800\n',
    [],
    [null, 1, {}],
    ['x'.repeat(100_000)],
    Array.from({ length: 10_000 }, () => '429 rate_limit'),
    {},
    Object.create(null),
    () => 1,
    Symbol('s'),
    10n,
    new Date(),
  ];
  const names = [
    ...Object.keys(ATTRIBUTES),
    'anthropic.ratelimit.requests.remaining',
    'anthropic.ratelimit.requests.limit',
    'anthropic.ratelimit.requests.reset',
    `anthropic.ratelimit.${'k'.repeat(10_000)}.remaining`,
    'http.response.header.server',
    'http.response.header.via',
    '__proto__',
    'constructor',
  ];
  const bases = [call(), success(), apiError(429, 'rate_limit_error', 'x'), streamError('interrupted')];

  it('never throws, whatever the value of any attribute', () => {
    const started = performance.now();
    for (const base of bases) {
      for (const name of names) {
        for (const value of values) {
          expect(() =>
            diagnose({ ...base, [name]: value }, { durationSeconds: value as number }),
          ).not.toThrow();
        }
      }
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('never throws when every attribute has that value', () => {
    for (const value of values) {
      const all = Object.fromEntries(names.map((name) => [name, value]));
      for (const known of [all, { ...all, 'gen_ai.provider.name': 'anthropic' }]) {
        expect(() => diagnose(known)).not.toThrow();
      }
    }
  });
});
