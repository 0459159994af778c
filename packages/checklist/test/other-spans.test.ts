// Spans that come another way: made by other instrumentations, or read from a stored trace.
import { describe, expect, it } from 'vitest';
import { type AttributesLike, diagnose, facts } from '../src/index.ts';
import { examples } from './examples.ts';
import { apiError } from './spans.ts';

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

  it('numbers that a stored trace keeps as strings count the same', () => {
    const attributes = {
      ...apiError(429, 'rate_limit_error', 'Rate limited'),
      'http.response.status_code': '429',
    };
    expect(diagnose(attributes)?.id).toBe('limits.unrecognized');
    expect(facts(attributes).status).toBe(429);
  });
});
