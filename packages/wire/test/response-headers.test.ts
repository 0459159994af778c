// What the headers of an answer say: rate limits, and when to try again.
import { describe, expect, test } from 'vitest';
import { rateLimitAttributes, rateLimits, retryAfterSeconds } from '../src/response-headers.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

describe('rate limits', () => {
  test('limit, remaining and seconds to reset, by kind', () => {
    const headers = new Headers({
      'anthropic-ratelimit-input-tokens-limit': '50000',
      'anthropic-ratelimit-input-tokens-remaining': '0',
      'anthropic-ratelimit-input-tokens-reset': '2026-01-01T00:00:12Z',
    });
    expect(rateLimitAttributes(rateLimits(headers, NOW))).toEqual({
      'anthropic.ratelimit.input_tokens.limit': 50000,
      'anthropic.ratelimit.input_tokens.remaining': 0,
      'anthropic.ratelimit.input_tokens.reset': 12,
    });
  });

  test('a kind nobody knew is kept', () => {
    expect(rateLimits(new Headers({ 'anthropic-ratelimit-glitter-tokens-limit': '7' }), NOW)).toEqual([
      { kind: 'glitter_tokens', limit: 7 },
    ]);
  });

  // https://platform.claude.com/docs/en/api/service-tiers and /build-with-claude/fast-mode
  test.each(['priority', 'fast'])('of %s mode, whose headers are named otherwise', (tier) => {
    const headers = new Headers({
      [`anthropic-${tier}-output-tokens-limit`]: '10000',
      [`anthropic-${tier}-output-tokens-remaining`]: '6000',
      [`anthropic-${tier}-output-tokens-reset`]: '2026-01-01T00:00:12Z',
    });
    expect(rateLimits(headers, NOW)).toEqual([
      { kind: `${tier}_output_tokens`, limit: 10000, remaining: 6000, reset: 12 },
    ]);
  });

  test('of a subscription, which tell the share that is used', () => {
    const headers = new Headers({
      'anthropic-ratelimit-unified-5h-utilization': '0.42',
      'anthropic-ratelimit-unified-5h-reset': `${NOW / 1000 + 60}`,
      'anthropic-ratelimit-unified-5h-status': 'allowed',
      'anthropic-ratelimit-unified-7d_oi-utilization': 'most',
    });
    expect(rateLimitAttributes(rateLimits(headers, NOW))).toEqual({
      'anthropic.ratelimit.unified_5h.utilization': 0.42,
      'anthropic.ratelimit.unified_5h.reset': 60,
    });
  });

  test('other headers of the API are none', () => {
    const headers = new Headers({ 'anthropic-organization-id': 'o', 'anthropic-workspace-limit': '1' });
    expect(rateLimits(headers, NOW)).toEqual([]);
  });

  test('a reset in the past is 0', () => {
    const headers = new Headers({ 'anthropic-ratelimit-requests-reset': '2025-12-31T23:59:00Z' });
    expect(rateLimits(headers, NOW)).toEqual([{ kind: 'requests', reset: 0 }]);
  });

  test.each(['many', '-1', '1e9', '', '9'.repeat(400), 'NaN'])('a limit of %j is left out', (value) => {
    expect(
      rateLimitAttributes(rateLimits(new Headers({ 'anthropic-ratelimit-requests-limit': value }), NOW)),
    ).toEqual({});
  });

  test('a server that sends a thousand kinds does not fill the span', () => {
    const headers = new Headers();
    for (let kind = 0; kind < 1_000; kind += 1) headers.set(`anthropic-ratelimit-kind${kind}-limit`, '1');
    expect(rateLimits(headers, NOW)).toHaveLength(16);
  });
});

describe('retry-after', () => {
  test.each([
    ['seconds', { 'retry-after': '12' }, 12],
    ['a date', { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30],
    ['a date that is over', { 'retry-after': 'Wed, 31 Dec 2025 23:00:00 GMT' }, 0],
    ['milliseconds, which win', { 'retry-after': '12', 'retry-after-ms': '250' }, 0.25],
    ['nothing', {}, undefined],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
  ])('%s', (_, headers, expected) => {
    expect(retryAfterSeconds(new Headers(headers as Record<string, string>), NOW)).toBe(expected);
  });
});
