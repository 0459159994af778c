// What the headers of an answer say: rate limits, and when to try again.
import { describe, expect, test } from 'vitest';
import {
  HeaderFacts,
  isNear,
  type RateLimit,
  rateLimitAttributes,
  rateLimits,
  retryAfterSeconds,
} from '../src/response-headers.ts';

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

  test.each<[limit: Omit<RateLimit, 'kind'>, near: boolean]>([
    [{ limit: 100, remaining: 9 }, true],
    [{ limit: 100, remaining: 10 }, false],
    [{ limit: 100, remaining: 0 }, true],
    [{ limit: 0, remaining: 0 }, false],
    [{ limit: 100 }, false],
    [{ remaining: 0 }, false],
    [{ utilization: 0.91 }, true],
    [{ utilization: 0.5 }, false],
    // The share that is used counts, where it is told.
    [{ utilization: 0.5, limit: 100, remaining: 0 }, false],
    [{}, false],
  ])('of %j less than a tenth is left: %s', (limit, near) => {
    expect(isNear({ kind: 'requests', ...limit }, 0.1)).toBe(near);
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

test('what all headers say at one look: ids, the least that is left, and what is used up', () => {
  const { identity, leastLeft, usedUp } = new HeaderFacts(
    new Headers({
      'request-id': 'req_1',
      'anthropic-organization-id': 'org_1',
      'anthropic-workspace-id': 'wrkspc_1',
      'anthropic-ratelimit-requests-limit': '100',
      'anthropic-ratelimit-requests-remaining': '25',
      'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:12Z',
      'anthropic-ratelimit-input-tokens-remaining': '0',
      'anthropic-ratelimit-output-tokens-limit': '1000',
      'anthropic-ratelimit-output-tokens-remaining': '900',
    }),
  );
  expect(identity).toEqual({
    'anthropic.request.id': 'req_1',
    'anthropic.organization.id': 'org_1',
    'anthropic.workspace.id': 'wrkspc_1',
  });
  // Of a kind without a limit nobody knows the share.
  expect([leastLeft, usedUp]).toEqual([0.25, ['input_tokens']]);
});

test.each<[headers: Record<string, string>, leastLeft: number, usedUp: string[]]>([
  [{}, 1, []],
  [
    { 'anthropic-ratelimit-requests-limit': '0', 'anthropic-ratelimit-requests-remaining': '0' },
    1,
    ['requests'],
  ],
  [
    { 'anthropic-ratelimit-requests-limit': '10', 'anthropic-ratelimit-requests-remaining': '0' },
    0,
    ['requests'],
  ],
  [{ 'anthropic-ratelimit-requests-limit': '10', 'anthropic-ratelimit-requests-remaining': 'few' }, 1, []],
  // The limit of another kind says nothing of this one.
  [
    {
      'anthropic-ratelimit-output-tokens-limit': '1000',
      'anthropic-ratelimit-output-tokens-remaining': '900',
      'anthropic-ratelimit-requests-remaining': '5',
    },
    0.9,
    [],
  ],
  [{ 'anthropic-ratelimit-unified-5h-utilization': '0.75' }, 0.25, []],
  [{ 'anthropic-ratelimit-unified-5h-utilization': '1' }, 0, ['unified_5h']],
  [{ 'anthropic-ratelimit-unified-5h-utilization': 'most' }, 1, []],
])('of %j the least share left is %f, and used up %j', (headers, leastLeft, usedUp) => {
  const facts = new HeaderFacts(new Headers(headers));
  expect([facts.leastLeft, facts.usedUp]).toEqual([leastLeft, usedUp]);
});

test('a server that says hundreds of limits are used up fills no span', () => {
  const names = Array.from({ length: 300 }, (_, index) => `kind${index}`);
  const { usedUp } = new HeaderFacts(
    new Headers(names.map((name) => [`anthropic-ratelimit-${name}-remaining`, '0'])),
  );
  expect(usedUp).toHaveLength(16);
});

test('a figure of sixteen digits is none that a number holds', () => {
  const headers = { 'anthropic-ratelimit-requests-limit': '9007199254740993' };
  expect(rateLimits(new Headers(headers), NOW)).toEqual([{ kind: 'requests' }]);
});
