// Reads response headers: rate limits, and when to retry.
import { describe, expect, test } from 'vitest';
import { isNear } from '../src/near-limit.ts';
import {
  failureHeaderAttributes,
  HeaderFacts,
  identityAttributes,
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

  test('a part that the headers lack has no attribute', () => {
    const parts = ['limit', 'remaining', 'reset', 'utilization'] as const;
    const all = { limit: 5, remaining: 4, reset: 3, utilization: 0.2 };
    for (const part of parts) {
      const attributes = rateLimitAttributes([{ kind: 'requests', [part]: all[part] }]);
      expect(Object.entries(attributes)).toEqual([[`anthropic.ratelimit.requests.${part}`, all[part]]]);
    }
    expect(Object.keys(rateLimitAttributes([{ kind: 'requests' }]))).toEqual([]);
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
    [{ utilization: 0.9 }, false],
    [{ utilization: 0.5 }, false],
    // The used share counts, if the headers have it.
    [{ utilization: 0.5, limit: 100, remaining: 0 }, false],
    [{}, false],
  ])('of %j less than a tenth is left: %s', (limit, near) => {
    expect(isNear(limit, 0.1)).toBe(near);
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
    ['an empty header', { 'retry-after': '' }, undefined],
    ['a fraction', { 'retry-after': '0.5' }, 0.5],
    ['a figure with words, as the SDK reads it', { 'retry-after': '12 s' }, 12],
    ['less than nothing', { 'retry-after': '-3' }, 0],
    ['no end', { 'retry-after': 'Infinity' }, undefined],
    ['no milliseconds', { 'retry-after': '12', 'retry-after-ms': '0' }, 12],
    ['milliseconds without an end', { 'retry-after': '12', 'retry-after-ms': 'Infinity' }, undefined],
    ['milliseconds that are none', { 'retry-after': '12', 'retry-after-ms': 'soon' }, 12],
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
  // Without a limit the share of a kind is unknown.
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
  [{ 'anthropic-ratelimit-unified-5h-utilization': '1.25' }, -0.25, ['unified_5h']],
  [{ 'anthropic-ratelimit-requests-remaining': '7' }, 1, []],
  // The least of several.
  [
    {
      'anthropic-ratelimit-input-tokens-limit': '10',
      'anthropic-ratelimit-input-tokens-remaining': '5',
      'anthropic-ratelimit-output-tokens-limit': '100',
      'anthropic-ratelimit-output-tokens-remaining': '60',
      'anthropic-ratelimit-requests-limit': '1000',
      'anthropic-ratelimit-requests-remaining': '0',
    },
    0,
    ['requests'],
  ],
  [{ 'anthropic-fast-input-tokens-remaining': '0' }, 1, ['fast_input_tokens']],
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

test.each<[reset: string, seconds: number | undefined]>([
  ['2026-01-01T00:00:12.345Z', 12.345],
  ['2026-01-01T00:00:12.3456Z', 12.345],
  ['12', 12],
  ['1.5', 1.5],
  ['1.2344', 1.234],
  ['0', 0],
  // A moment, in seconds since 1970.
  [String(NOW / 1000 + 7), 7],
  [`${NOW / 1000 + 7}.5`, 7.5],
  [String(NOW / 1000 - 7), 0],
  ['1000000000', 1_000_000_000],
  ['1000000001', 0],
  ['soon', undefined],
])('a limit that is full again at %s is so in %s s', (value, seconds) => {
  const [limit] = rateLimits(new Headers({ 'anthropic-ratelimit-requests-reset': value }), NOW);
  expect(limit?.reset).toBe(seconds);
});

test.each<[utilization: string, share: number | undefined]>([
  ['0', 0],
  ['1', 1],
  ['0.123456789', 0.123456789],
  ['123.5', 123.5],
  ['1234', undefined],
  ['0.1234567891', undefined],
  ['.5', undefined],
  ['-1', undefined],
  ['1e1', undefined],
])('a share of %s that is used is %s', (value, share) => {
  const [limit] = rateLimits(new Headers({ 'anthropic-ratelimit-unified-5h-utilization': value }), NOW);
  expect(limit?.utilization).toBe(share);
});

test('limits of one kind stand together, in whatever order their headers come', () => {
  const headers = new Headers({
    'anthropic-ratelimit-tokens-remaining': '3',
    'anthropic-ratelimit-tokens-a-limit': '1',
    'anthropic-ratelimit-tokens-limit': '5',
    'anthropic-ratelimit-tokens-reset': '2026-01-01T00:00:12Z',
  });
  expect(rateLimits(headers, NOW)).toEqual([
    { kind: 'tokens_a', limit: 1 },
    { kind: 'tokens', limit: 5, remaining: 3, reset: 12 },
  ]);
});

test('sixteen digits are too many, and fifteen are not', () => {
  const limitOf = (value: string) =>
    rateLimits(new Headers({ 'anthropic-ratelimit-requests-limit': value }), NOW)[0]?.limit;
  expect(limitOf('9'.repeat(15))).toBe(999_999_999_999_999);
  expect(limitOf('0')).toBe(0);
  for (const value of ['1'.repeat(16), '1:', '/1', '1 1']) expect(limitOf(value)).toBeUndefined();
});

describe('ids', () => {
  const sent = { body: JSON.stringify({ metadata: { user_id: 'trace-of-jane-doe-7' } }) };
  test('of the API and of gateways are kept, and what is no id, or repeats the request, is not', () => {
    const idOf = (id: string) =>
      new HeaderFacts(new Headers({ 'request-id': id }), { sentText: sent }).identity['anthropic.request.id'];
    for (const id of [
      'req_011CSHoEeqs5C35K2UUqR7Fy',
      '123e4567-e89b-12d3-a456-426614174000',
      'trace-7f3c9a1e',
    ])
      expect(idOf(id)).toBe(id);
    for (const id of ['trace-of-jane-doe-7', 'sk-ant-api03-QkX9zebra0lantern', 'a sentence', 'word', ''])
      expect(idOf(id)).toBeUndefined();
  });

  test('are each in their own header', () => {
    expect(identityAttributes(new Headers({ 'anthropic-workspace-id': 'wrkspc_1' }))).toEqual({
      'anthropic.request.id': undefined,
      'anthropic.organization.id': undefined,
      'anthropic.workspace.id': 'wrkspc_1',
    });
    for (const name of ['anthropic-organization-id', 'anthropic-workspace-id'])
      expect(
        Object.values(
          new HeaderFacts(new Headers({ [name]: 'trace-of-jane-doe-7' }), { sentText: sent }).identity,
        ),
      ).toEqual([undefined, undefined, undefined]);
  });
});

describe('headers of a failure', () => {
  test('name the server and its advice', () => {
    const given = {
      'cf-ray': '8f2a1c3d5e7f9a0b-FRA',
      'content-type': 'application/json',
      'retry-after': '7',
      server: 'cloudflare',
      via: '1.1 google',
      'x-amzn-errortype': 'ThrottlingException',
      'x-amzn-requestid': '123e4567-e89b-12d3-a456-426614174000',
      'x-should-retry': 'true',
    };
    expect(failureHeaderAttributes(new Headers({ ...given, 'x-other': 'a' }))).toEqual(
      Object.fromEntries(
        Object.entries(given).map(([name, value]) => [`http.response.header.${name}`, [value]]),
      ),
    );
    expect(failureHeaderAttributes(new Headers())).toEqual({});
  });

  test.each([
    ['server', 'a whole sentence of someone'],
    ['content-type', 'none of them'],
    ['x-should-retry', 'perhaps'],
    ['retry-after', 'soon'],
    // A key where any word may stand.
    ['x-amzn-requestid', 'sk-ant-api03-QkX9zebra0lantern1122334455'],
    ['server', 'sk-ant-api03-QkX9zebra0lantern1122334455'],
    // Words of the request.
    ['server', 'report.pdf'],
    ['content-type', 'x/report.pdf'],
    ['via', '1.1 report.pdf'],
    ['x-amzn-requestid', 'report.pdf-1'],
    ['x-amzn-errortype', 'the.rare.illness.of.a.neighbour'],
    // A credential.
    ['x-amzn-errortype', 'hunter7lamp.gateway42x'],
    ['cf-ray', 'deadbeefcafe0123456789abcdef4242'],
  ])('%s: %s is left out', (name, value) => {
    const sent = {
      body: JSON.stringify({
        messages: [
          { role: 'user', content: 'Read report.pdf and report.pdf-1.' },
          { role: 'user', content: 'Tell me of the rare illness of a neighbour.' },
        ],
      }),
      credentials: ['hunter7lamp-gateway42x', 'deadbeefcafe0123456789abcdef4242'],
    };
    expect(failureHeaderAttributes(new Headers({ [name]: value }), sent)).toEqual({});
  });

  test.each(['IncompleteSignature', 'ExpiredToken', 'InvalidClientTokenId', 'InvalidSignatureException'])(
    'the class %s of AWS is kept with the address after it',
    (name) => {
      const value = `${name}:http://internal.amazon.com/coral/com.amazon.bedrock/`;
      expect(failureHeaderAttributes(new Headers({ 'x-amzn-errortype': value }))).toEqual({
        'http.response.header.x-amzn-errortype': [value],
      });
    },
  );

  test('a word of the server is its own, also where the request has it', () => {
    const sent = { body: JSON.stringify({ messages: [{ role: 'user', content: 'application/json' }] }) };
    const headers = new Headers({ 'content-type': 'application/json' });
    expect(failureHeaderAttributes(headers, sent)).toEqual({
      'http.response.header.content-type': ['application/json'],
    });
  });
});
