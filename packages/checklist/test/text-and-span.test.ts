// One failed call leads to one rule, whether it is read as the text of an error or as a span.
import { describe, expect, it } from 'vitest';
import { diagnose } from '../src/index.ts';
import { diagnoseText } from '../src/text.ts';

const idsOf = (text: string): string[] => diagnoseText(text).map(({ id }) => id);
const FRAME = '    at APIError.generate (/app/node_modules/@anthropic-ai/sdk/core/error.js:50:20)';
const CALL = { 'gen_ai.provider.name': 'anthropic', 'gen_ai.request.model': 'claude-sonnet-4-5' };
const idOfSpan = (type: string, statusMessage: string, attributes = {}): string | undefined =>
  diagnose({ ...CALL, 'error.type': type, ...attributes }, { statusMessage })?.id;

describe("the API's envelope decides, whatever status a gateway answered with", () => {
  const MEANS: Readonly<Record<string, readonly [sentence: string, id: string]>> = {
    invalid_request_error: ['prompt is too long: 208310 tokens > 200000 maximum', 'request.context_window'],
    authentication_error: ['invalid x-api-key', 'identity.key_invalid'],
    billing_error: ['Your credit balance is too low to access the Anthropic API', 'identity.billing'],
    not_found_error: ['model: claude-x', 'request.model_not_found'],
    rate_limit_error: [
      "This request would exceed your organization's rate limit of 50 requests per minute",
      'limits.requests_per_minute',
    ],
    api_error: ['Internal server error', 'service.internal'],
    overloaded_error: ['Overloaded', 'service.overloaded'],
  };
  const CLASSES: Readonly<Record<number, string>> = {
    400: 'BadRequestError',
    403: 'PermissionDeniedError',
    429: 'RateLimitError',
    500: 'InternalServerError',
    502: 'InternalServerError',
    504: 'InternalServerError',
  };
  const BODIES: Readonly<Record<string, (envelope: string) => string>> = {
    'as it is': (envelope) => envelope,
    'in a string': (envelope) =>
      JSON.stringify({ error: { message: `litellm.APIError: AnthropicException - ${envelope}`, code: '' } }),
    'in a string of a relay': (envelope) =>
      JSON.stringify({ error: { message: `upstream error: ${envelope}`, type: 'new_api_error' } }),
  };

  it.each(Object.entries(MEANS))('%s', (type, [message, id]) => {
    const envelope = JSON.stringify({ type: 'error', error: { type, message } });
    const found = Object.entries(CLASSES).flatMap(([status, name]) =>
      Object.entries(BODIES).flatMap(([form, bodyOf]) => {
        const body = bodyOf(envelope);
        return [
          [form, status, 'TypeScript', ...idsOf(`${name}: ${status} ${body}\n${FRAME}`)],
          [form, status, 'Python', ...idsOf(`anthropic.${name}: Error code: ${status} - ${body}`)],
          [form, status, 'span', idOfSpan(name, `${status} ${body}`)],
          [form, status, 'no class', idOfSpan('APIError', `Error code: ${status} - ${body}`)],
        ];
      }),
    );
    expect(found.filter(([, , , ...ids]) => ids.join() !== id)).toEqual([]);
  });

  it("LiteLLM's proxy, as Python prints its answer", () => {
    const text = `anthropic.InternalServerError: Error code: 500 - {'error': {'message': 'litellm.InternalServerError: AnthropicException - {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 208310 tokens > 200000 maximum"}}. Received Model Group=claude-sonnet', 'type': None, 'param': None, 'code': '500'}}`;
    expect(diagnoseText(text)).toMatchObject([
      { id: 'request.context_window', confidence: 'certain', retryable: false },
    ]);
  });

  it("a status that is the API's stays, and so does a type in OpenAI's form", () => {
    const unavailable = '503 {"type":"error","error":{"type":"api_error","message":"Try again"}}';
    expect(idsOf(`InternalServerError: ${unavailable}\n${FRAME}`)).toEqual(['service.unavailable']);
    expect(idOfSpan('InternalServerError', unavailable)).toBe('service.unavailable');
    const limited =
      "Error code: 429 - {'error': {'code': 'rate_limit_error', 'message': 'This request would exceed the rate limit for your organization of 20,000 input tokens per minute.', 'type': 'invalid_request_error', 'param': None}}";
    expect(idsOf(`anthropic.RateLimitError: ${limited}`)).toEqual(['limits.input_tokens_per_minute']);
    expect(idOfSpan('RateLimitError', limited)).toBe('limits.input_tokens_per_minute');
    expect(idOfSpan('RateLimitError', limited.slice(18).replaceAll("'", '"').replace('None', 'null'))).toBe(
      'limits.input_tokens_per_minute',
    );
  });
});

describe('no word and no folder makes a call one of a cloud', () => {
  const NOT_FOUND =
    '404 {"type":"error","error":{"type":"not_found_error","message":"model: claude-sonet-4-6"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}';
  const KONG = 'AuthenticationError: 401 {"message":"No API key found in request"}';

  it.each([
    ['bedrock', `Falling back from bedrock to the Anthropic API\nNotFoundError: ${NOT_FOUND}\n${FRAME}`],
    ['vertex', `NotFoundError: ${NOT_FOUND}\n${FRAME.replace('/app/', '/srv/vertex/')}`],
    ['foundry', `NotFoundError: ${NOT_FOUND}\n${FRAME.replace('/app/', '/srv/foundry/')}`],
  ])("%s, beside an id of the API's", (_, text) => {
    const plain = diagnoseText(`NotFoundError: ${NOT_FOUND}\n${FRAME}`)[0];
    expect(diagnoseText(text)).toMatchObject([{ id: 'request.model_not_found', fix: plain?.fix }]);
  });

  it("a package of a cloud, where the API's host was called", () => {
    const text = `model: anthropic.claude-sonnet-4-5 at https://api.anthropic.com/v1/messages\nNotFoundError: 404 {"type":"error","error":{"type":"not_found_error","message":"model: anthropic.claude-sonnet-4-5"}}\n    at run (/app/node_modules/@anthropic-ai/bedrock-sdk/client.js:1:1)`;
    expect(diagnoseText(text)[0]?.summary).toContain('but the call went to the Claude API');
  });

  it.each(['vertex-shaders', 'vertex', 'bedrock', 'my-foundry'])(
    'the answer of a gateway in %s',
    (folder) => {
      expect(idsOf(`${KONG}\n${FRAME.replace('/app/', `/home/me/${folder}/`)}`)).toEqual([
        'endpoint.gateway_refused',
      ]);
    },
  );

  it('a class or a package does', () => {
    const denied =
      'PermissionDeniedError: 403 {"error":{"code":403,"message":"No.","status":"PERMISSION_DENIED"}}';
    for (const frame of [
      '    at AnthropicVertex.makeStatusError (/app/index.mjs:1:1)',
      '    at run (/app/node_modules/@anthropic-ai/vertex-sdk/client.js:1:1)',
    ])
      expect(idsOf(`${denied}\n${frame}`)).toEqual(['identity.cloud_permission']);
  });
});

describe("an edge's and a gateway's own words", () => {
  it.each([
    `PermissionDeniedError: 403 RBAC: access denied\n${FRAME}`,
    "[anthropic] call failed with status 403 'RBAC: access denied'",
    'com.anthropic.errors.PermissionDeniedException: 403: RBAC: access denied\n\tat com.anthropic.core.handlers.ErrorHandler.handle(ErrorHandler.kt:50)',
  ])('a rule of Envoy refuses, not the edge: %s', (text) => {
    expect(idsOf(text)).toEqual(['endpoint.gateway_refused']);
  });

  it('so it is on a span', () => {
    expect(idOfSpan('PermissionDeniedError', '403 RBAC: access denied')).toBe('endpoint.gateway_refused');
    expect(idOfSpan('PermissionDeniedError', '403 Access denied')).toBe('endpoint.blocked');
  });

  it.each([
    ['1015', 'You are being rate limited', 'endpoint.gateway_limit'],
    ['1020', 'Access denied', 'endpoint.blocked'],
  ])("Cloudflare's page of error %s, without its status", (code, words, id) => {
    const page = `<!DOCTYPE html><html><head><title>Access denied | gw.example.com used Cloudflare to restrict access</title></head><body><h1>Error ${code}</h1><h2>${words}</h2></body></html>`;
    expect(idsOf(`anthropic request failed:\n${page}`)).toEqual([id]);
  });
});

describe('a time limit, by where it passed', () => {
  const TIMED_OUT =
    'anthropic.APITimeoutError: Request timed out or interrupted. This could be due to a network timeout, dropped connection, or request cancellation. See https://docs.anthropic.com/en/api/errors#long-requests for more details.';
  const DIRECT_CAUSE = '\n\nThe above exception was the direct cause of the following exception:\n\n';
  const NODE = (cause: string): string =>
    `APIConnectionError: Connection error.\n    at Anthropic.makeRequest (/app/node_modules/@anthropic-ai/sdk/client.js:1:1)\n  [cause]: TypeError: fetch failed\n    [cause]: Error: ${cause} {\n      errno: -110,\n      code: 'ETIMEDOUT'\n    }`;
  const AXIOS = (message: string, code: string): string =>
    `AxiosError: ${message}\n    at RedirectableRequest.handleRequestTimeout (/app/node_modules/axios/lib/adapters/http.js:635:16)\n  code: '${code}',\n  config: { url: 'https://api.anthropic.com/v1/messages' }`;
  const CURL = (received: string): string =>
    `curl: (28) Operation timed out after 30001 milliseconds with ${received} bytes received\ncurl https://api.anthropic.com/v1/messages`;
  const OKHTTP =
    'failed to connect to api.anthropic.com/160.79.104.10 (port 443) from /10.0.0.5 (port 50000) after 10000ms';

  it.each([
    [
      'httpx connects',
      `httpx2.ConnectTimeout: timed out${DIRECT_CAUSE}${TIMED_OUT}`,
      'connection.connect_timeout',
    ],
    [
      'httpx connects, without words',
      `httpx.ConnectTimeout${DIRECT_CAUSE}${TIMED_OUT}`,
      'connection.connect_timeout',
    ],
    ['httpx reads', `httpx2.ReadTimeout: timed out${DIRECT_CAUSE}${TIMED_OUT}`, 'connection.request_timeout'],
    [
      'httpx reads, without words',
      `httpx.ReadTimeout${DIRECT_CAUSE}${TIMED_OUT}`,
      'connection.request_timeout',
    ],
    ["axios' own", AXIOS('timeout of 60000ms exceeded', 'ECONNABORTED'), 'connection.request_timeout'],
    [
      "axios' own, under its clearer code",
      AXIOS('timeout of 60000ms exceeded', 'ETIMEDOUT'),
      'connection.request_timeout',
    ],
    [
      'none: a connection that broke under axios',
      AXIOS('stream has been aborted', 'ECONNABORTED'),
      'connection.reset',
    ],
    ['the system connects', NODE('connect ETIMEDOUT 160.79.104.10:443'), 'connection.connect_timeout'],
    ['the system reads from a connection that stood', NODE('read ETIMEDOUT'), 'connection.reset'],
    ['the system writes to one', NODE('write ETIMEDOUT'), 'connection.reset'],
    [
      'Go connects',
      'Post "https://api.anthropic.com/v1/messages": dial tcp 160.79.104.10:443: connect: connection timed out',
      'connection.connect_timeout',
    ],
    [
      'Go reads from a connection that stood',
      'Post "https://api.anthropic.com/v1/messages": read tcp 10.0.0.5:50000->160.79.104.10:443: read: connection timed out',
      'connection.reset',
    ],
    [
      'OkHttp connects',
      `com.anthropic.errors.AnthropicIoException: Request failed\nCaused by: java.net.SocketTimeoutException: ${OKHTTP}`,
      'connection.connect_timeout',
    ],
    [
      'OkHttp reads',
      'java.net.SocketTimeoutException: timeout\n\tat com.anthropic.client.okhttp.OkHttpClient.execute(OkHttpClient.kt:62)',
      'connection.request_timeout',
    ],
    ["curl's, before an answer", CURL('0'), 'connection.request_timeout'],
    ["curl's, within one", CURL('1234'), 'response.stream_timeout'],
    ["curl's, within one whose length is known", CURL('1234 out of 5000'), 'response.stream_timeout'],
  ])('%s', (_, text, id) => {
    expect(idsOf(text)).toEqual([id]);
  });

  it.each([
    ['httpx.ConnectTimeout', 'timed out', {}, 'connection.connect_timeout'],
    ['AxiosError', 'timeout of 60000ms exceeded', {}, 'connection.request_timeout'],
    [
      'connection_error',
      'timeout of 60000ms exceeded',
      { 'anthropic.error.cause_code': 'ECONNABORTED' },
      'connection.request_timeout',
    ],
    [
      'client_timeout_error',
      'read ETIMEDOUT',
      { 'anthropic.error.cause_code': 'ETIMEDOUT' },
      'connection.reset',
    ],
    ['Error', 'read ETIMEDOUT', {}, 'connection.reset'],
    ['Error', 'connect ETIMEDOUT 160.79.104.10:443', {}, 'connection.connect_timeout'],
    ['java.net.SocketTimeoutException', OKHTTP, {}, 'connection.connect_timeout'],
    ['java.net.SocketTimeoutException', 'timeout', {}, 'connection.request_timeout'],
    [
      'GuzzleHttp\\Exception\\ConnectException',
      'cURL error 28: Operation timed out after 60001 milliseconds with 1234 bytes received',
      {},
      'response.stream_timeout',
    ],
  ])('on a span: %s, %s', (type, message, attributes, id) => {
    expect(idOfSpan(type, message, attributes)).toBe(id);
  });
});
