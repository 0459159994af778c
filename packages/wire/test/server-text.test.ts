// Values of the API, its clouds and gateways pass; sentences, markup and whatever is too long do not.
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../../test/support/cpu-time.ts';
import { type ServerText, serverPath, serverText } from '../src/index.ts';

const LEGAL: Readonly<Record<ServerText, readonly string[]>> = {
  id: [
    'req_011CSHoEeqs5C35K2UUqR7Fy',
    'msg_01XFDUDYJgAACzvnptvVoYEL',
    'msg_bdrk_01XFDUDYJgAACzvnptvVoYEL',
    'msg_vrtx_01XFDUDYJgAACzvnptvVoYEL',
    'compl_01CtvorJWMstkmATFkR7qVYM',
    'chatcmpl-3f9c1e5b-2d4e-4f06-a117-c9d2e4f6b801',
    'gen-1732789200-AbCdEfGhIjKlMnOp',
    '123e4567-e89b-12d3-a456-426614174000',
    '7f3c9a1e5b2d4e8fa0617c9d2e4f6b80',
    'Root=1-67891233-abcdef012345678912345678',
    'projects/1/locations/us-east5/operations/123',
  ],
  model: [
    'claude-sonnet-4-5-20250929',
    'claude-sonnet-4-5@20250929',
    'claude-opus-4-6[1m]',
    'us.anthropic.claude-sonnet-4-20250514-v1:0',
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0',
    'anthropic/claude-3.5-sonnet:beta',
    'bedrock/anthropic.claude-v2',
    'sonnet',
    'my_Deployment.2',
  ],
  word: [
    'end_turn',
    'max_tokens',
    'model_context_window_exceeded',
    'content_filter',
    'stop',
    'standard',
    'STOP',
  ],
  code: [
    'invalid_request_error',
    'RESOURCE_EXHAUSTED',
    'DeploymentNotFound',
    'BadRequestError',
    'None',
    '401',
    'insufficient_quota',
    'com.amazon.coral.service',
  ],
  causeCode: [
    'ECONNREFUSED',
    'UND_ERR_CONNECT_TIMEOUT',
    'ERR_HTTP2_STREAM_ERROR',
    'ERR__ERROR_FORMAT_PADDING_1',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'EAI_AGAIN',
  ],
  event: ['content_block_delta', 'message_stop', 'web_search_tool_result', 'text', 'agent.message'],
  contentType: [
    'application/json',
    'text/event-stream; charset=utf-8',
    'application/vnd.amazon.eventstream',
    'text/html;charset="UTF-8"',
  ],
  product: [
    'cloudflare',
    'nginx',
    'nginx/1.25.3',
    'Google Frontend',
    'Apache/2.4.41 (Ubuntu) OpenSSL/1.1.1f',
    'awselb/2.0',
    'istio-envoy',
    'BaseHTTP/0.6 Python/3.11.4',
    'uvicorn',
  ],
  via: [
    '1.1 google',
    '1.1 abc.cloudfront.net (CloudFront)',
    'HTTP/1.1 squid (squid/5.7)',
    'kong/3.4.0',
    '1.1 varnish, 1.1 varnish',
  ],
  ray: ['8f2a1c3d5e7f9a0b-FRA', '8f2a1c3d5e7f9a0b'],
  exception: [
    'ThrottlingException',
    'ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/',
    'com.amazon.coral.service#ExpiredTokenException',
  ],
  wait: ['7', '0.5', 'Thu, 01 Jan 2026 00:00:00 GMT'],
  flag: ['true', 'false'],
};
const KINDS = Object.keys(LEGAL) as ServerText[];

const ILLEGAL = [
  'my neighbour has a rare illness',
  'r \\| ![x](http://evil.example/p.png)',
  '<img src=x>',
  'a\u0000b',
  'a\u202eb',
  'a\nb',
  '"quoted"',
  'x'.repeat(20_000),
  '/'.repeat(20_000),
  '1.1 '.repeat(20_000),
  'канарейка',
  ' ',
  '',
];

describe.each(KINDS)('%s', (kind) => {
  test.each(LEGAL[kind])('%s passes', (value) => {
    expect(serverText(kind, value)).toBe(value);
  });
  test.each(ILLEGAL)('%j does not', (value) => {
    const before = cpuMs();
    expect(serverText(kind, value)).toBeUndefined();
    // Milliseconds where the time is linear; minutes where it is not.
    expect(cpuMs() - before).toBeLessThan(30_000);
  });
  test.each([null, undefined, 1, {}, []])('nor does %j', (value) => {
    expect(serverText(kind, value)).toBeUndefined();
  });
});

test('error types are few: no word with four digits in a row is one', () => {
  for (const value of ['error_20261128', 'user12345', 'req_0001'])
    expect(serverText('code', value)).toBeUndefined();
});

test('of a hop that is none, and of a parameter, the rest stays', () => {
  expect(serverText('via', '1.1 google, the whole prompt, kong/3')).toBe('1.1 google, kong/3');
  expect(serverText('contentType', 'multipart/mixed; boundary=my-neighbour')).toBe('multipart/mixed');
});

test('a path of a server has words alone', () => {
  expect(serverPath('/v1/messages')).toBe('/v1/messages');
  expect(serverPath('/login/my%20neighbour/abc123/x.html')).toBe('/login/{id}/{id}/{id}');
  expect(serverPath(`/${'a/'.repeat(50_000)}`).length).toBeLessThan(64);
});

test.each<[kind: ServerText, most: number, make: (length: number) => string]>([
  ['id', 128, (length) => `a1${'b'.repeat(length - 2)}`],
  ['model', 256, (length) => 'm'.repeat(length)],
  ['word', 48, (length) => 'w'.repeat(length)],
  ['code', 64, (length) => 'c'.repeat(length)],
  ['causeCode', 64, (length) => 'c'.repeat(length)],
  ['event', 64, (length) => 'e'.repeat(length)],
  ['ray', 32, (length) => 'f'.repeat(length)],
  ['exception', 100, (length) => 'E'.repeat(length)],
])('%s has at most %i characters', (kind, most, make) => {
  expect(serverText(kind, make(most))).toBe(make(most));
  expect(serverText(kind, make(most + 1))).toBeUndefined();
});

test('an id is unlike a word', () => {
  expect([
    serverText('id', 'word'),
    serverText('id', 'w0rd'),
    serverText('id', 'a-b'),
    serverText('id', 'a_b'),
  ]).toEqual([undefined, 'w0rd', 'a-b', 'a_b']);
});

test('eight hops are kept, and without any there is none', () => {
  const hops = (count: number) => Array.from({ length: count }, (_, index) => `1.1 h${index}`).join(', ');
  expect(serverText('via', hops(8))).toBe(hops(8));
  expect(serverText('via', hops(9))).toBe(hops(8));
  expect(serverText('via', 'the whole prompt')).toBeUndefined();
  expect(serverText('via', ' 1.1 google ,kong/3 ')).toBe('1.1 google, kong/3');
});

test('sixteen words of a path are kept', () => {
  const path = (count: number) => `/${Array.from({ length: count }, () => 'a').join('/')}`;
  expect(serverPath(path(16))).toBe(path(16));
  expect(serverPath(path(17))).toBe(path(16));
  expect(serverPath('/')).toBe('/');
  expect(serverPath('/a//b/')).toBe('/a//b/');
  expect(serverPath('/v12/v123/a_b-c/A/a1')).toBe('/v12/{id}/a_b-c/{id}/{id}');
});
