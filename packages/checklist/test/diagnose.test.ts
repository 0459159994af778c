// The engine: which spans it looks at, the order of findings, and what no input may do to it.

import { ATTRIBUTES } from '@sevenstep/semantic-conventions';
import { describe, expect, it } from 'vitest';
import { compare } from '../src/diagnose.ts';
import {
  type AttributesLike,
  diagnose,
  diagnosisAttributes,
  facts,
  findRule,
  type Rule,
  rules,
} from '../src/index.ts';
import { examples } from './examples.ts';
import { apiError, call, foreignError, streamError, success } from './spans.ts';

describe('spans that are none of ours', () => {
  it.each<[string, AttributesLike]>([
    ['an empty span', {}],
    [
      'an HTTP span',
      { 'http.request.method': 'POST', 'http.response.status_code': 500, 'error.type': '500' },
    ],
    [
      'an attempt',
      {
        'http.request.method': 'POST',
        'http.response.status_code': 429,
        'error.type': '429',
        'anthropic.error.type': 'rate_limit_error',
        'anthropic.request.id': 'req_1',
        'anthropic.retry.delay': 1,
      },
    ],
    [
      'another vendor',
      { 'gen_ai.provider.name': 'openai', 'http.response.status_code': 401, 'error.type': '401' },
    ],
    [
      'a tool',
      { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.provider.name': 'anthropic', 'error.type': 'Error' },
    ],
    [
      'an agent',
      { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.provider.name': 'anthropic', 'error.type': 'Error' },
    ],
  ])('%s gets nothing', (_name, attributes) => {
    expect(diagnose(attributes)).toBeUndefined();
  });
});

describe('healthy calls get nothing', () => {
  it.each<[string, AttributesLike]>([
    ['a plain answer', success()],
    ['a tool use', success({ 'anthropic.message.stop_reason': 'tool_use' })],
    [
      'a streamed answer',
      success({
        'gen_ai.request.stream': true,
        'anthropic.stream.outcome': 'completed',
        'anthropic.stream.longest_gap': 0.4,
      }),
    ],
    ['an answer from the cache', success({ 'gen_ai.usage.cache_read.input_tokens': 1800 })],
    ['a stop sequence', success({ 'anthropic.message.stop_reason': 'stop_sequence' })],
    ['an abort by the application', call()],
    ['a span of the SDK alone', { 'gen_ai.provider.name': 'anthropic', 'http.response.status_code': 200 }],
  ])('%s', (_name, attributes) => {
    expect(diagnose(attributes)).toBeUndefined();
  });
});

describe('the order of verdicts', () => {
  const rule = (id: Rule['id']): Rule => findRule(id) as Rule;
  const none: ReadonlySet<Rule['id']> = new Set();

  it('severity, then step, then how closely the rule looks', () => {
    const sorted = [
      rule('limits.recovered'),
      rule('response.max_tokens'),
      rule('identity.unrecognized'),
      rule('response.stream_interrupted'),
      rule('identity.key_invalid'),
      rule('endpoint.recovered'),
    ].toSorted((a, b) => compare(a, b, none));
    expect(sorted.map(({ id }) => id)).toEqual([
      'identity.key_invalid',
      'identity.unrecognized',
      'response.stream_interrupted',
      'endpoint.recovered',
      'response.max_tokens',
      'limits.recovered',
    ]);
  });

  it('a consequence comes after its cause, however severe', () => {
    const found = new Set<Rule['id']>(['limits.near', 'limits.recovered']);
    expect(compare(rule('limits.near'), rule('limits.recovered'), found)).toBeGreaterThan(0);
  });

  it('a failure comes before what was recovered on the way to it', () => {
    const verdict = diagnose(
      streamError('interrupted', {
        'anthropic.retry.outcome': 'recovered',
        'anthropic.retry.reasons': ['502 gateway', '429 rate_limit'],
        'anthropic.stream.longest_gap': 61,
      }),
    );
    expect(verdict?.id).toBe('response.stream_interrupted');
    expect(verdict?.also.map(({ id }) => id)).toEqual([
      'endpoint.recovered',
      'response.stream_stalled',
      'limits.recovered',
    ]);
  });
});

describe('what is not known yet lands on its step, and on nothing specific', () => {
  const STEP_OF: readonly [from: number, to: number, check: RegExp][] = [
    [300, 399, /^endpoint\./],
    [400, 400, /^request\.unrecognized/],
    [401, 403, /^identity\./],
    [404, 499, /^(request|endpoint|limits)\./],
    [500, 599, /^(service|endpoint)\./],
  ];
  const SPECIFIC_BY_STATUS =
    /^(identity\.(permission|billing)|request\.too_large|service\.(internal|unavailable|timeout|overloaded)|endpoint\.gateway_(error|timeout))$/;
  // 407 is a proxy's own word for its own credentials.
  const statuses = Array.from({ length: 300 }, (_, i) => 300 + i).filter((status) => status !== 407);

  it.each([
    [
      'an envelope of a new type',
      (status: number) => apiError(status, 'brand_new_error', 'Words never seen.'),
    ],
    [
      'a span of the SDK alone',
      (status: number) => call({ 'http.response.status_code': status, 'error.type': String(status) }),
    ],
    ['an error type and nothing else', (status: number) => call({ 'error.type': String(status) })],
    ['an HTML page', (status: number) => foreignError(status, 'html')],
  ])('every status from 300 to 599, with %s', (_name, span) => {
    for (const status of statuses) {
      const verdict = diagnose(span(status));
      const expected = STEP_OF.find(([from, to]) => status >= from && status <= to)?.[2];
      if (span(status)['anthropic.error.body'] === 'html') {
        expect(verdict?.id, String(status)).toMatch(
          /^(endpoint\.|identity\.billing$|request\.too_large$|service\.overloaded$)/,
        );
        continue;
      }
      expect(verdict?.id, String(status)).toMatch(expected ?? /./);
      if (verdict?.specificity !== 0) expect(verdict?.id, String(status)).toMatch(SPECIFIC_BY_STATUS);
    }
  });

  it.each(['brand_new_error', 'TypeError', 'Error', '_OTHER', 'client_error', 'x'.repeat(5_000)])(
    'error.type %s',
    (type) => {
      expect(diagnose(call({ 'error.type': type }))?.id).toMatch(/\.unrecognized$/);
      expect(diagnose(success({ 'error.type': type }))?.id).toBe('response.unrecognized');
    },
  );

  it.each([
    ['authentication_error', 'identity'],
    ['permission_error', 'identity'],
    ['billing_error', 'identity'],
    ['invalid_request_error', 'request'],
    ['rate_limit_error', 'limits'],
    ['api_error', 'service'],
    ['overloaded_error', 'service'],
    ['timeout_error', 'service'],
  ])('%s without a status is the step %s', (type, check) => {
    expect(diagnose({ 'gen_ai.provider.name': 'anthropic', 'error.type': type })?.check).toBe(check);
  });

  it('a type that its status contradicts decides nothing alone', () => {
    expect(diagnose(apiError(400, 'rate_limit_error', 'Odd'))?.id).toBe('request.unrecognized');
    expect(diagnose(apiError(429, 'overloaded_error', 'Odd'))?.id).toBe('limits.unrecognized');
    expect(diagnose(apiError(401, 'api_error', 'Odd'))?.id).toBe('identity.unrecognized');
  });
});

describe('spans of other instrumentations', () => {
  const other = { 'gen_ai.system': 'anthropic', 'gen_ai.operation.name': 'chat' };
  const limited =
    '429 {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your organization\'s rate limit of 50,000 input tokens per minute."}}';

  it.each<[string, AttributesLike, string | undefined, string]>([
    [
      'the class of the error and its message',
      { 'error.type': 'RateLimitError' },
      limited,
      'limits.input_tokens_per_minute',
    ],
    ['the message alone', { 'error.type': 'Error' }, limited, 'limits.input_tokens_per_minute'],
    ['the class alone', { 'error.type': 'RateLimitError' }, undefined, 'limits.unrecognized'],
    [
      'a connection error',
      { 'error.type': 'APIConnectionError' },
      'Connection error.',
      'connection.unrecognized',
    ],
    [
      'a timeout',
      { 'error.type': 'APIConnectionTimeoutError' },
      'Request timed out.',
      'connection.request_timeout',
    ],
    [
      'a key',
      { 'error.type': 'AuthenticationError' },
      '401 {"error":{"type":"authentication_error","message":"invalid x-api-key"}}',
      'identity.key_invalid',
    ],
    ['an abort', { 'error.type': 'APIUserAbortError' }, 'Request was aborted.', 'connection.aborted'],
    ['an error without a name', { 'error.type': '_OTHER' }, 'Something odd', 'connection.unrecognized'],
  ])('%s', (_name, attributes, statusMessage, id) => {
    expect(diagnose({ ...other, ...attributes }, { statusMessage })?.id).toBe(id);
  });

  it.each([
    ['the class in error.type', 'aws.bedrock', 'ThrottlingException', undefined, 'limits.cloud_quota'],
    ['a class without a status', 'aws.bedrock', 'AccessDeniedException', 'No.', 'identity.cloud_permission'],
    [
      "Google's status in the JSON of the message",
      'gcp.vertex_ai',
      'RateLimitError',
      '429 {"error":{"code":429,"message":"Words.","status":"RESOURCE_EXHAUSTED"}}',
      'limits.cloud_quota',
    ],
    [
      "AWS's class in the JSON of the message",
      'aws.bedrock',
      '403',
      '{"__type":"com.amazon.coral.service#ExpiredTokenException","message":"Words."}',
      'identity.token_expired',
    ],
    ['a class of another service', 'aws.bedrock', 'NoSuchBucket', 'Words.', 'connection.unrecognized'],
  ])('the code of a cloud: %s', (_name, provider, errorType, statusMessage, id) => {
    const span = {
      'gen_ai.system': provider,
      'gen_ai.request.model': 'anthropic.claude-sonnet-4-5-20250929-v1:0',
      'error.type': errorType,
    };
    expect(diagnose(span, { statusMessage })?.id).toBe(id);
  });

  it('Claude on a cloud, and another model there', () => {
    const span = { 'gen_ai.provider.name': 'aws.bedrock', 'error.type': 'ThrottlingException' };
    const statusMessage = 'Too many tokens, please wait before trying again.';
    const claude = { ...span, 'gen_ai.request.model': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' };
    expect(diagnose({ ...claude, 'http.response.status_code': 429 }, { statusMessage })?.id).toBe(
      'limits.cloud_quota',
    );
    expect(
      diagnose({ ...span, 'gen_ai.request.model': 'amazon.nova-pro-v1:0' }, { statusMessage }),
    ).toBeUndefined();
  });
});

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

describe('purity', () => {
  it('same input, same output; the input stays as it was', () => {
    for (const { is } of Object.values(examples)) {
      for (const attributes of is) {
        const frozen = Object.freeze(structuredClone(attributes));
        const first = diagnose(frozen, { durationSeconds: 3 });
        expect(diagnose(frozen, { durationSeconds: 3 })).toEqual(first);
        expect(frozen).toEqual(attributes);
      }
    }
  });

  it('numbers that a stored trace keeps as strings count the same', () => {
    const attributes = {
      ...apiError(429, 'rate_limit_error', 'Rate limited'),
      'http.response.status_code': '429',
    };
    expect(diagnose(attributes)?.id).toBe('limits.unrecognized');
    expect(facts(attributes).status).toBe(429);
  });
});

describe('stored traces', () => {
  /** As Jaeger's JSON has tags: lists are JSON in a string. */
  const asJaeger = (attributes: AttributesLike): AttributesLike =>
    Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name,
        Array.isArray(value) ? JSON.stringify(value) : value,
      ]),
    );
  /** As OTLP's JSON has integers: in a string. */
  const asOtlp = (attributes: AttributesLike): AttributesLike =>
    Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name,
        Number.isInteger(value) ? String(value) : value,
      ]),
    );

  it.each([
    ['Jaeger', asJaeger],
    ['OTLP', asOtlp],
  ])('the same verdict from the JSON of %s, on every example', (_, stored) => {
    for (const { is, isNot } of Object.values(examples)) {
      for (const attributes of [...is, ...isNot.map(([near]) => near)]) {
        const live = diagnose(attributes, { durationSeconds: 3 });
        expect(diagnose(stored(attributes), { durationSeconds: 3 })).toEqual(live);
      }
    }
  });
});

describe('as attributes', () => {
  it('are all in the conventions, of the type they say', () => {
    for (const { is } of Object.values(examples)) {
      for (const attributes of is) {
        const verdict = diagnose(attributes);
        if (verdict === undefined) continue;
        for (const [name, value] of Object.entries(diagnosisAttributes(verdict))) {
          const type = ATTRIBUTES[name as keyof typeof ATTRIBUTES]?.[0];
          const actual = Array.isArray(value) ? 'string[]' : typeof value;
          expect([name, type === 'int' ? 'number' : type]).toEqual([name, actual]);
        }
      }
    }
  });

  it('leave out what is empty', () => {
    const verdict = diagnose(success({ 'anthropic.message.stop_reason': 'refusal' }));
    expect(verdict && Object.keys(diagnosisAttributes(verdict))).not.toContain('anthropic.diagnosis.also');
  });

  it('a rule is found by its id', () => {
    expect(rules.every((rule) => findRule(rule.id) === rule)).toBe(true);
    expect(findRule('no.such_rule')).toBeUndefined();
  });
});
