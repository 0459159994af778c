// Instrumentations for Python: which of their spans are calls, and what they show that the conventions' names do not.
import { describe, expect, it, test } from 'vitest';
import type { TelemetryRecord } from '../src/dialects/dialect.ts';
import { diagnose, readTelemetry } from '../src/index.ts';

const found = (record: TelemetryRecord) => {
  const { role, attributes, statusMessage } = readTelemetry(record);
  return role === 'call' ? diagnose(attributes, { statusMessage })?.id : role;
};
const failed = { failed: true } as const;

describe('the cause of a connection error is in the stack of its exception', () => {
  const thrown = (stack: string, message = 'Connection error.'): TelemetryRecord => ({
    attributes: { 'gen_ai.provider.name': 'anthropic', 'error.type': 'APIConnectionError' },
    ...failed,
    statusMessage: message,
    events: [
      {
        name: 'exception',
        attributes: {
          'exception.type': 'anthropic.APIConnectionError',
          'exception.message': message,
          'exception.stacktrace': stack,
        },
      },
    ],
  });
  const traceback = (...causes: readonly string[]) =>
    [...causes, 'anthropic.APIConnectionError: Connection error.']
      .map(
        (cause) =>
          `Traceback (most recent call last):\n  File "app.py", line 1, in call\n    raise it\n${cause}\n`,
      )
      .join('\nThe above exception was the direct cause of the following exception:\n\n');

  test.each([
    ['httpcore2.ConnectError: [Errno 111] Connection refused', 'connection.refused'],
    ['httpcore2.ConnectError: [Errno -2] Name or service not known', 'connection.dns'],
    [
      'httpcore2.ConnectError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)',
      'connection.tls',
    ],
    ['httpcore2.ReadError: [Errno 104] Connection reset by peer', 'connection.reset'],
    ['httpcore2.UnsupportedProtocol: Request URL is missing a protocol.', 'connection.unrecognized'],
    [
      "httpcore2.UnsupportedProtocol: Request URL is missing an 'http://' or 'https://' protocol.",
      'connection.invalid_url',
    ],
    [
      'h11._util.RemoteProtocolError: peer closed connection without sending complete message body (received 62 bytes)',
      'response.interrupted',
    ],
    ['zlib.error: Error -3 while decompressing data: incorrect header check', 'endpoint.content_encoding'],
  ])('%s', (cause, id) => {
    expect(found(thrown(traceback(cause, cause.replace('core', ''))))).toBe(id);
    // Whatever frames were kept.
    expect(found(thrown(`${cause}\nanthropic.APIConnectionError: Connection error.`))).toBe(id);
  });

  it('is the first that has a code, as asyncio hides it in further ones', () => {
    const stack = traceback(
      "ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 9)",
      'OSError: All connection attempts failed',
      'httpx2.ConnectError: All connection attempts failed',
    );
    expect(found(thrown(stack))).toBe('connection.refused');
  });

  it.each([
    ['ConnectTimeout: timed out', 'connection.connect_timeout'],
    // An asynchronous client gives it no words.
    ['ConnectTimeout', 'connection.connect_timeout'],
    ['ConnectTimeout: _ssl.c:983: The handshake operation timed out', 'connection.connect_timeout'],
    ['ReadTimeout: timed out', 'connection.request_timeout'],
    ['ReadTimeout', 'connection.request_timeout'],
  ])('is that of a timeout, too: %s', (cause, id) => {
    // Of SDK 0.75 and earlier ones.
    for (const message of ['Request timed out.', 'Request timed out or interrupted. This could be due to']) {
      const record = thrown(
        `${traceback(`httpcore2.${cause}`, `httpx2.${cause}`)}\nanthropic.APITimeoutError: ${message}\n`,
        message,
      );
      expect(
        found({ ...record, attributes: { ...record.attributes, 'error.type': 'APITimeoutError' } }),
      ).toBe(id);
    }
  });

  it("is Java's, too", () => {
    const stack =
      'com.anthropic.errors.AnthropicIoException: Request failed\n\tat a.B.c(B.java:1)\nCaused by: java.net.UnknownHostException: api.anthropic.com';
    expect(found(thrown(stack, 'Request failed'))).toBe('connection.dns');
  });

  it('shows no key', () => {
    const stack = traceback(
      "httpcore2.LocalProtocolError: Illegal header value b'Bearer sk-ant-api03-AAAA\\n'",
    );
    const { statusMessage } = readTelemetry(thrown(stack));
    expect(statusMessage).toBe("httpcore2.LocalProtocolError: Illegal header value b''");
    expect(found(thrown(stack))).toBe('identity.key_whitespace');
  });

  it('is not looked for where the exception says what it is', () => {
    const stack = 'ConnectionRefusedError: [Errno 111] Connection refused\nanthropic.NotFoundError: x';
    expect(readTelemetry(thrown(stack, 'Error code: 404')).statusMessage).toBe('Error code: 404');
  });
});

describe("OpenTelemetry's", () => {
  const scope = 'opentelemetry.instrumentation.genai.anthropic';
  const chat = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.request.stream': true,
  };

  it('a stream that the application left is none that failed', () => {
    const left = { scope, ...failed, attributes: { ...chat, 'error.type': '_OTHER' } };
    expect(found({ ...left, statusMessage: 'abandoned stream' })).toBe('response.stream_abandoned');
    expect(found({ ...left, statusMessage: 'another' })).toBe('unknown.unrecognized');
  });

  it.each([
    ['a healthy call', { ...chat, 'gen_ai.response.finish_reasons': ['stop'] }, undefined],
    [
      'a call of OpenAI',
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'error.type': 'openai.RateLimitError',
      },
      undefined,
    ],
    [
      'a tool',
      {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.provider.name': 'anthropic',
        'error.type': 'ValueError',
      },
      'tool',
    ],
    [
      'an agent',
      {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.provider.name': 'anthropic',
        'error.type': 'ValueError',
      },
      'agent',
    ],
  ])('%s is not diagnosed', (_title, attributes, result) => {
    expect(found({ scope, attributes })).toBe(result);
  });
});

describe('Logfire', () => {
  const scope = 'logfire.anthropic';
  const request = {
    'logfire.span_type': 'span',
    'gen_ai.system': 'anthropic',
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'claude-sonnet-5',
  };
  const end = { ...request, 'logfire.span_type': 'log', 'gen_ai.response.id': 'msg_1' };

  it('a stream is one call: its request says nothing, its end everything', () => {
    expect(found({ scope, attributes: request })).toBeUndefined();
    const read = readTelemetry({
      scope,
      attributes: { ...end, 'gen_ai.response.finish_reasons': '["max_tokens"]' },
    });
    expect(read).toMatchObject({ role: 'call', attributes: { 'gen_ai.request.stream': true } });
    expect(found({ scope, attributes: { ...end, 'gen_ai.response.finish_reasons': '["max_tokens"]' } })).toBe(
      'response.max_tokens',
    );
    const cut = { scope, ...failed, attributes: { ...end, 'error.type': 'ReadError' } };
    expect(found({ ...cut, statusMessage: 'ReadError: [Errno 104] Connection reset by peer' })).toBe(
      'response.stream_interrupted',
    );
  });

  it('a request that failed, or whose answer came, is a call', () => {
    expect(
      found({
        scope,
        ...failed,
        attributes: request,
        statusMessage: 'AuthenticationError: invalid x-api-key',
      }),
    ).toBe('identity.key_invalid');
    expect(readTelemetry({ scope, attributes: { ...request, 'gen_ai.response.id': 'msg_1' } }).role).toBe(
      'call',
    );
    expect(
      readTelemetry({ scope, ...failed, attributes: { ...request, 'logfire.span_type': 'pending_span' } })
        .role,
    ).toBeUndefined();
  });

  it("the application's own spans, and calls of OpenAI, are no calls", () => {
    expect(
      found({ ...failed, attributes: { 'logfire.span_type': 'span', 'logfire.msg': 'summarize' } }),
    ).toBeUndefined();
    expect(
      found({
        scope: 'logfire.openai',
        ...failed,
        attributes: {
          ...request,
          'gen_ai.system': 'openai',
          'gen_ai.provider.name': 'openai',
          'gen_ai.request.model': 'gpt-5',
        },
      }),
    ).toBeUndefined();
  });
});

it('OpenInference has what was asked for in one JSON', () => {
  const attributes = {
    'llm.provider': 'anthropic',
    'llm.invocation_parameters': '{"max_tokens": 16, "stream": true}',
    'openinference.span.kind': 'LLM',
  };
  expect(readTelemetry({ attributes }).attributes).toMatchObject({
    'gen_ai.request.stream': true,
    'gen_ai.request.max_tokens': 16,
  });
  expect(
    found({ attributes, ...failed, statusMessage: 'ReadError: [Errno 104] Connection reset by peer' }),
  ).toBe('connection.reset');
  expect(
    found({
      attributes: { ...attributes, 'llm.token_count.completion': 1 },
      ...failed,
      statusMessage: 'ReadError: [Errno 104] Connection reset by peer',
    }),
  ).toBe('response.stream_interrupted');
});

it('Traceloop before 0.54 has the stop reason in the completion', () => {
  const attributes = {
    'gen_ai.system': 'Anthropic',
    'llm.request.type': 'completion',
    'gen_ai.completion.0.finish_reason': 'max_tokens',
    'gen_ai.usage.output_tokens': 16,
  };
  const scope = 'opentelemetry.instrumentation.anthropic';
  expect(found({ scope, attributes })).toBe('response.max_tokens');
  expect(
    found({ scope, attributes: { ...attributes, 'gen_ai.completion.0.finish_reason': 'end_turn' } }),
  ).toBeUndefined();
});

it('a success of Traceloop without a message is no answer of the API', () => {
  const scope = 'opentelemetry.instrumentation.anthropic';
  const chat = { 'gen_ai.provider.name': 'anthropic', 'gen_ai.operation.name': 'chat' };
  const none = { ...chat, 'gen_ai.usage.input_tokens': 0, 'gen_ai.usage.output_tokens': 0 };
  expect(found({ scope, attributes: none })).toBe('endpoint.malformed_response');
  expect(found({ scope, attributes: { ...chat, 'gen_ai.is_streaming': true } })).toBe(
    'endpoint.stream_without_events',
  );
  const id = { 'gen_ai.response.id': 'msg_1' };
  for (const attributes of [chat, { ...none, ...id }, { ...chat, ...id, 'gen_ai.is_streaming': true }])
    expect(found({ scope, attributes })).toBeUndefined();
  // Other instrumentations may leave out what they do not know.
  expect(found({ attributes: none })).toBeUndefined();
});

describe("the SDK's own", () => {
  const scope = 'com.anthropic.sdk.python';
  const call = {
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'claude-sonnet-5',
    'server.address': 'gateway.example.com',
  };
  const answered = (status: number, more = {}) =>
    found({
      scope,
      ...failed,
      attributes: { ...call, 'error.type': String(status), 'http.response.status_code': status, ...more },
    });

  it("an answer without a request id is not the API's, but may be a cloud's", () => {
    expect([answered(403), answered(429), answered(503)]).toEqual([
      'endpoint.gateway_refused',
      'endpoint.gateway_limit',
      'endpoint.gateway_error',
    ]);
    expect(answered(403, { 'anthropic.request.id': 'req_1' })).toBe('identity.unrecognized');
    const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
    expect(answered(403, { 'gen_ai.request.model': model })).toBe('identity.unrecognized');
    // An API whose own error has lost its envelope.
    expect(answered(500)).toBe('service.internal');
  });

  it('an error of the client before any answer may be one of its key', () => {
    expect(found({ scope, ...failed, attributes: { ...call, 'error.type': 'client_error' } })).toBe(
      'unknown.unrecognized',
    );
  });

  it('a lost connection beside the status of a success is a stream that was interrupted', () => {
    const stream = { ...call, 'gen_ai.request.stream': true, 'http.response.status_code': 200 };
    expect(found({ scope, ...failed, attributes: { ...stream, 'error.type': 'connection_error' } })).toBe(
      'response.stream_interrupted',
    );
  });
});
