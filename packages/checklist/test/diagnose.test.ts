// The engine: which spans it looks at, the order of findings, and what is written of them.
import { ATTRIBUTES, type SpanAttributes } from '@sevenstep/semantic-conventions';
import { describe, expect, it } from 'vitest';
import { compare } from '../src/findings/order.ts';
import {
  type AttributesLike,
  diagnose,
  diagnosisAttributes,
  findRule,
  type Rule,
  rules,
} from '../src/index.ts';
import { examples } from './examples.ts';
import { call, connectionError, foreignError, streamError, success } from './spans.ts';

describe('spans that are not calls of Claude', () => {
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

describe('the order of diagnoses', () => {
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

  it('of several causes one is enough', () => {
    const causes = ['limits.recovered', 'service.recovered'] as const;
    const consequence = { ...rule('limits.near'), dependsOn: causes };
    for (const cause of causes)
      expect(compare(consequence, rule(cause), new Set(['limits.near', cause]))).toBeGreaterThan(0);
    expect(compare(consequence, rule('limits.recovered'), new Set(['limits.near']))).toBeLessThan(0);
  });

  it('a failure comes before what was recovered on the way to it', () => {
    const diagnosis = diagnose(
      streamError('interrupted', {
        'anthropic.retry.outcome': 'recovered',
        'anthropic.retry.reasons': ['502 gateway', '429 rate_limit'],
        'anthropic.stream.longest_gap': 61,
      }),
    );
    expect(diagnosis?.id).toBe('response.stream_interrupted');
    expect(diagnosis?.also.map(({ id }) => id)).toEqual([
      'endpoint.recovered',
      'response.stream_stalled',
      'limits.recovered',
    ]);
  });
});

describe('an error event of a stream', () => {
  const event = (type: string, message: string, more: SpanAttributes = {}) =>
    diagnose(streamError('error_event', { 'error.type': type, 'anthropic.error.message': message, ...more }));

  it.each([
    ['invalid_request_error', 'prompt is too long: 208310 tokens > 200000 maximum', 'request.context_window'],
    ['invalid_request_error', 'Something new', 'request.unrecognized'],
    ['authentication_error', 'invalid x-api-key', 'identity.key_invalid'],
    ['permission_error', 'You do not have access to this model', 'identity.permission'],
    ['billing_error', 'Billing error', 'identity.billing'],
    ['not_found_error', 'model: claude-sonet-4-6', 'request.model_not_found'],
    ['request_too_large', 'Request exceeds the maximum size', 'request.too_large'],
  ])('%s "%s" fails again: %s', (type, message, id) => {
    const found = event(type, message);
    expect(found).toMatchObject({ id, retryable: false, also: [] });
    expect(found?.action).not.toBe('wait_and_retry');
    expect(found?.summary).not.toContain('status 200');
    expect(found?.evidence).toEqual(
      expect.arrayContaining([type, `"${message}"`, 'stream error_event', '4 events']),
    );
  });

  it.each([
    [
      'rate_limit_error',
      "This request would exceed your organization's rate limit of 30,000 input tokens per minute",
      'limits.input_tokens_per_minute',
    ],
    ['rate_limit_error', 'Something new', 'limits.unrecognized'],
    ['overloaded_error', 'Overloaded', 'service.overloaded'],
    ['api_error', 'Internal server error', 'response.stream_error'],
    ['timeout_error', 'Request timed out', 'response.stream_error'],
    ['quantum_error', 'Something new', 'response.stream_error'],
  ])('%s "%s" may pass later: %s', (type, message, id) => {
    expect(event(type, message)).toMatchObject({ id, retryable: true });
  });

  it('its code counts with the status of its type', () => {
    const code = { 'anthropic.error.code': 'ramp_limit_exceeded' };
    expect(event('rate_limit_error', 'Words', code)?.id).toBe('limits.acceleration');
    expect(event('invalid_request_error', 'Words', code)?.id).toBe('request.unrecognized');
  });
});

describe('the facts tell whether the same request may pass later', () => {
  const page = (status: number, message = '') =>
    foreignError(status, 'html', { 'anthropic.error.message': message });
  const relay = (message: string) => foreignError(503, 'json', { 'anthropic.error.message': message });
  const bedrock = (status: number, code: string, message: string) =>
    call({
      'http.response.status_code': status,
      'error.type': String(status),
      'anthropic.error.body': 'json',
      'anthropic.error.message': message,
      'http.response.header.x-amzn-errortype': [code],
      'gen_ai.provider.name': 'aws.bedrock',
    });

  it.each<[id: string, attributes: SpanAttributes, retryable: boolean]>([
    ['connection.dns', connectionError('ENOTFOUND'), false],
    ['connection.dns', connectionError('EAI_AGAIN'), true],
    ['endpoint.gateway_error', page(400, '<title>400 Request Header Or Cookie Too Large</title>'), false],
    [
      'endpoint.gateway_error',
      page(400, '<title>400 The plain HTTP request was sent to HTTPS port</title>'),
      false,
    ],
    ['endpoint.gateway_error', page(408), true],
    ['endpoint.gateway_error', page(409), true],
    ['endpoint.gateway_error', page(414), false],
    ['endpoint.gateway_error', page(418), false],
    ['endpoint.gateway_error', page(431), false],
    ['endpoint.gateway_error', page(451), false],
    ['endpoint.gateway_error', page(500), true],
    ['endpoint.gateway_error', page(501), false],
    ['endpoint.gateway_error', page(502), true],
    ['endpoint.gateway_error', page(503), true],
    ['endpoint.gateway_error', page(505), false],
    ['endpoint.gateway_upstream', page(521), true],
    ['endpoint.gateway_upstream', relay('No available channel for model x under group default'), false],
    ['endpoint.gateway_upstream', relay('当前分组 default 下对于模型 x 无可用渠道'), false],
    ['endpoint.gateway_upstream', relay('No available accounts: all are rate limited'), true],
    ['endpoint.gateway_upstream', relay('No deployments available for selected model'), true],
    [
      'limits.cloud_quota',
      bedrock(429, 'ThrottlingException', 'Too many tokens, please wait before trying again.'),
      true,
    ],
    [
      'limits.cloud_quota',
      bedrock(429, 'ThrottlingException', 'Too many tokens per day, please wait before trying again.'),
      false,
    ],
    [
      'limits.cloud_quota',
      bedrock(400, 'ServiceQuotaExceededException', 'Your request exceeds the service quota.'),
      false,
    ],
  ])('%s of %j: %s', (id, attributes, retryable) => {
    const found = diagnose(attributes);
    expect(found).toMatchObject({ id, retryable });
    if (!retryable) expect(found?.fix).not.toMatch(/^(?:wait|retry)\b/i);
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
});

describe('as attributes', () => {
  it('are all in the conventions, of the type they say', () => {
    for (const { is } of Object.values(examples)) {
      for (const attributes of is) {
        const diagnosis = diagnose(attributes);
        if (diagnosis === undefined) continue;
        for (const [name, value] of Object.entries(diagnosisAttributes(diagnosis))) {
          const type = ATTRIBUTES[name as keyof typeof ATTRIBUTES]?.[0];
          const actual = Array.isArray(value) ? 'string[]' : typeof value;
          expect([name, type === 'int' ? 'number' : type]).toEqual([name, actual]);
        }
      }
    }
  });

  it('leave out what is empty', () => {
    const diagnosis = diagnose(success({ 'anthropic.message.stop_reason': 'refusal' }));
    expect(diagnosis && Object.keys(diagnosisAttributes(diagnosis))).not.toContain(
      'anthropic.diagnosis.also',
    );
  });

  it('a rule is found by its id', () => {
    expect(rules.every((rule) => findRule(rule.id) === rule)).toBe(true);
    expect(findRule('no.such_rule')).toBeUndefined();
  });
});
