// No value of any attribute makes the checklist throw, or take its time.
import { ATTRIBUTES } from '@sevenstep/semantic-conventions';
import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../test/support/cpu-time.ts';
import { type AttributesLike, diagnose, readFacts, readTelemetry, type SpanInfo } from '../src/index.ts';
import { apiError, call, connectionError, foreignError, streamError, success } from './spans.ts';

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
  const bases = [
    call(),
    success(),
    apiError(429, 'rate_limit_error', 'x'),
    streamError('interrupted'),
    connectionError('ECONNRESET'),
    foreignError(504, 'html'),
  ];

  it('never throws for any value of any attribute', () => {
    const started = cpuMs();
    for (const base of bases) {
      for (const name of names) {
        for (const value of values) {
          expect(() =>
            diagnose({ ...base, [name]: value }, { durationSeconds: value as number }),
          ).not.toThrow();
        }
      }
    }
    expect(cpuMs() - started).toBeLessThan(20_000);
  });

  it('never throws when every attribute has that value', () => {
    for (const value of values) {
      const all = Object.fromEntries(names.map((name) => [name, value]));
      for (const known of [all, { ...all, 'gen_ai.provider.name': 'anthropic' }]) {
        expect(() => diagnose(known)).not.toThrow();
      }
    }
  });

  // The names that every object inherits.
  const inherited = [...Object.getOwnPropertyNames(Object.prototype), 'length', 'map', 'prototype'];
  const clouds = [
    { 'gen_ai.system': 'aws.bedrock', 'gen_ai.request.model': 'anthropic.claude-sonnet-5' },
    { 'gen_ai.system': 'gcp.vertex_ai', 'gen_ai.request.model': 'claude-sonnet-5@20260101' },
  ];

  it.each(inherited)('never throws for a value or name that every object has: %s', (word) => {
    const spellings = [
      word,
      `400 ${word}`,
      `${word}.${word}`,
      `{"error":{"type":"${word}","message":"${word}"}}`,
    ];
    for (const base of [...bases, ...clouds]) {
      for (const name of names) {
        for (const value of [...spellings, [word], { [word]: word }]) {
          const attributes = { ...base, [name]: value };
          expect(() => diagnose(attributes, { statusMessage: spellings[3] }), name).not.toThrow();
        }
      }
      expect(() => diagnose({ ...base, [word]: word })).not.toThrow();
      expect(() => diagnose(JSON.parse(`{"${word}":"x"}`))).not.toThrow();
      const failed = readTelemetry({
        attributes: { ...base, [word]: word },
        failed: true,
        events: [{ name: 'exception', attributes: { 'exception.type': word } }],
      });
      expect(diagnose(failed.attributes)).not.toBeNull();
    }
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])(
    'an error type that every object has is a type like any other: %s',
    (type) => {
      const diagnosis = diagnose(call({ 'error.type': type }));
      expect(diagnosis?.id).toBe(diagnose(call({ 'error.type': 'brand_new_error' }))?.id);
      expect(readFacts(call({ 'error.type': type })).errorType).toBe(type);
    },
  );

  it('quotes no key and no control code of an attribute', () => {
    const key = 'sk-ant-api03-QkX9zebra0lantern11223344556677889900-AbCdEfGhAA';
    const hostile = `\u001B[2J${key}\nFAIL forged\u202E\u200B`;
    const found = new Set<string>();
    for (const base of [...bases, apiError(500, 'api_error', 'x'), foreignError(502, 'text')])
      for (const name of names)
        for (const value of [hostile, [hostile]]) {
          const diagnosis = JSON.stringify(diagnose({ ...base, [name]: value }) ?? '');
          if (diagnosis.includes('forged')) found.add(name);
          expect(diagnosis, name).not.toMatch(/QkX9zebra|\\u00|\\n|[\u202E\u200B]/);
        }
    // Some are quoted, in a clean form.
    expect(found).toContain('anthropic.error.message');
    expect(found.size).toBeGreaterThan(4);
  });

  it('never throws for a span that is none, nor for what is known besides', () => {
    for (const value of values) {
      expect(() => diagnose(value as AttributesLike)).not.toThrow();
      for (const base of bases) {
        expect(() => diagnose(base, value as SpanInfo)).not.toThrow();
        const odd = { durationSeconds: value, statusMessage: value } as unknown as SpanInfo;
        expect(() => diagnose(base, odd)).not.toThrow();
      }
    }
  });
});
