// Spans of AG2, Genkit, LangChain, LangGraph, LiteLLM, Mastra, Pydantic AI and Semantic Kernel, as the versions in `test/dialects` write them.
import { describe, expect, it } from 'vitest';
import { type AttributesLike, diagnose, readTelemetry, type TelemetryRecord } from '../src/index.ts';

const read = (record: TelemetryRecord): string | undefined => {
  const { role, attributes, statusMessage } = readTelemetry(record);
  return role === 'call' ? (diagnose(attributes, { statusMessage })?.id ?? 'healthy') : role;
};

const thrown = (message: string, stack = '', type = 'Exception') => [
  {
    name: 'exception',
    attributes: {
      'exception.type': type,
      'exception.message': message,
      ...(stack !== '' && { 'exception.stacktrace': stack }),
    },
  },
];

const NOT_FOUND = `{'type': 'error', 'error': {'type': 'not_found_error', 'message': 'model: claude-sonet-4-6'}, 'request_id': 'req_1'}`;

const traceback = (...causes: readonly string[]): string =>
  causes
    .map(
      (cause) =>
        `Traceback (most recent call last):\n  File "app.py", line 1, in main\n    call()\n${cause}\n`,
    )
    .join('\nThe above exception was the direct cause of the following exception:\n\n');

describe('a copy of a span at its start is not a call', () => {
  const call = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.request.model': 'claude-sonnet-5',
  };

  it.each([
    ['Trigger.dev', { '$span.partial': true }],
    ['Logfire', { 'logfire.span_type': 'pending_span' }],
  ])('of %s', (_, mark) => {
    for (const attributes of [call, { ...call, 'anthropic.sdk.method': 'messages.create' }]) {
      expect(read({ attributes })).toBe('healthy');
      expect(read({ attributes: { ...attributes, ...mark } })).toBeUndefined();
    }
  });
});

describe('Mastra', () => {
  const generation = (more: TelemetryRecord['attributes'] = {}): TelemetryRecord => ({
    scope: '@mastra/otel-bridge',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'mastra.span.type': 'model_generation',
      'gen_ai.provider.name': 'anthropic.messages',
      'gen_ai.request.model': 'claude-sonnet-5',
      ...more,
    },
  });
  const ended = (word: string, id: string) =>
    read(
      generation({
        'gen_ai.response.finish_reasons': `["${word}"]`,
        'gen_ai.response.id': id,
        'gen_ai.response.model': 'claude-sonnet-5',
      }),
    );

  it('a call that failed has the word for it alone', () => {
    expect(ended('stop', 'msg_1')).toBe('healthy');
    expect(ended('error', '80f49215-23f6-44d9-8b02-2cfeb2fcbc38')).toBe('unknown.unrecognized');
    expect(ended('error', 'msg_1')).toBe('response.unrecognized');
  });

  it('what a span says of its error counts', () => {
    const said = { 'error.type': 'unknown', 'error.message': 'invalid x-api-key' };
    expect(read({ ...generation(said), failed: true })).toBe('identity.key_invalid');
  });

  it.each(['model_step', 'model_inference', 'model_chunk', 'processor_run'])('%s is no call', (type) => {
    const attributes = { 'gen_ai.operation.name': type, 'mastra.span.type': type };
    expect(read(generation(attributes))).toBeUndefined();
  });
});

it("the span of a call of a newer Mastra is `model_inference`, and its agent's span has the error", () => {
  const inference = {
    'gen_ai.operation.name': 'chat',
    'mastra.span.type': 'model_inference',
    'gen_ai.provider.name': 'anthropic.messages',
    'gen_ai.request.model': 'claude-sonnet-5',
  };
  expect(read({ attributes: { ...inference, 'gen_ai.response.finish_reasons': '["stop"]' } })).toBe(
    'healthy',
  );
  expect(read({ attributes: { ...inference, 'gen_ai.response.finish_reasons': '["error"]' } })).toBe(
    'unknown.unrecognized',
  );
  const agent: TelemetryRecord = {
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'mastra.span.type': 'agent_run' },
    events: thrown('Overloaded', '', 'Error'),
  };
  expect(readTelemetry(agent).exception).toBeUndefined();
  expect(readTelemetry({ ...agent, failed: true }).exception).toMatchObject({
    'exception.message': 'Overloaded',
  });
});

describe('Genkit', () => {
  const action = (name: string, subtype = 'model'): AttributesLike => ({
    'genkit:type': 'action',
    'genkit:metadata:subtype': subtype,
    'genkit:name': name,
  });
  const failed = (statusMessage: string, type: string): TelemetryRecord => ({
    attributes: action('anthropic/claude-sonnet-5'),
    failed: true,
    statusMessage,
    events: thrown(statusMessage, '', type),
  });

  it.each<readonly [message: string, type: string, id: string]>([
    [
      'UNKNOWN: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
      '500',
      'service.overloaded',
    ],
    ['UNKNOWN: Connection error.', '500', 'connection.unrecognized'],
    ['terminated', 'TypeError', 'response.interrupted'],
    ['terminated', 'Error', 'response.stream_interrupted'],
    ['Unexpected end of JSON input', 'Error', 'response.stream_malformed'],
    ['request ended without sending any chunks', 'Error', 'endpoint.stream_without_events'],
    ['stream ended without producing a Message with role=assistant', 'Error', 'response.stream_incomplete'],
  ])('%s, thrown as %s', (message, type, id) => {
    expect(read(failed(message, type))).toBe(id);
  });

  it("the plugin keeps the API's message, with its stop reason", () => {
    const ended = (stop_reason: string) => ({
      attributes: {
        ...action('anthropic/claude-sonnet-5'),
        'genkit:output': JSON.stringify({ custom: { type: 'message', stop_reason, content: [{}] } }),
      },
    });
    expect(read(ended('end_turn'))).toBe('healthy');
    expect(read(ended('max_tokens'))).toBe('response.max_tokens');
  });

  it('flows and models of others are no calls of Claude', () => {
    const { attributes: _, ...error } = failed('UNKNOWN: Connection error.', '500');
    expect(
      read({ ...error, attributes: { 'genkit:type': 'util', 'genkit:name': 'generate' } }),
    ).toBeUndefined();
    expect(read({ ...error, attributes: action('summarize', 'flow') })).toBeUndefined();
    expect(read({ ...error, attributes: action('googleai/gemini-3-pro') })).toBeUndefined();
  });
});

describe('AG2', () => {
  const SPAN = { 'ag2.span.type': 'llm', 'gen_ai.operation.name': 'chat' };

  it('counts a call once, though a span of its tokens follows', () => {
    const provider = { 'gen_ai.provider.name': 'anthropic', 'gen_ai.response.model': 'claude-sonnet-5' };
    expect(read({ attributes: { ...SPAN, ...provider } })).toBe('healthy');
    expect(read({ attributes: { 'ag2.span.type': 'usage', ...provider } })).toBeUndefined();
  });

  it.each<readonly [what: string, message: string, stack: string, id: string | undefined]>([
    [
      'a frame of the SDK',
      'peer closed connection without sending complete message body (incomplete chunked read)',
      '  File "/app/lib/anthropic/_streaming.py", line 193, in __aiter__\nhttpx.RemoteProtocolError: peer closed',
      'response.stream_interrupted',
    ],
    [
      "the SDK's own sentence",
      'Could not resolve authentication method. Expected one of api_key, auth_token, or credentials to be set.',
      '',
      'identity.missing_credentials',
    ],
    ['nothing', 'peer closed connection', '  File "/app/lib/openai/_streaming.py", line 1', undefined],
  ])('names no provider on a failed call, which %s shows', (_, message, stack, id) => {
    expect(read({ attributes: SPAN, failed: true, events: thrown(message, stack) })).toBe(id);
  });
});

describe('Pydantic AI', () => {
  const SPAN = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.request.model': 'claude-sonnet-5',
  };
  const told = (attributes: AttributesLike, more: Partial<TelemetryRecord> = {}) =>
    read({ scope: 'pydantic-ai', attributes: { ...SPAN, ...attributes }, ...more });

  it.each([
    ['429', "{'message': 'API rate limit exceeded'}", 'RateLimitError', 'endpoint.gateway_limit'],
    ['403', "{'message': 'Forbidden'}", 'PermissionDeniedError', 'endpoint.gateway_refused'],
  ])('a %s with the body of a gateway is none of the API', (status, body, type, id) => {
    const message = `status_code: ${status}, model_name: claude-sonnet-5, body: ${body}`;
    const stack = `anthropic.${type}: Error code: ${status} - ${body}\n`;
    expect(
      told(
        {},
        {
          failed: true,
          statusMessage: `ModelHTTPError: ${message}`,
          events: thrown(message, stack, 'pydantic_ai.exceptions.ModelHTTPError'),
        },
      ),
    ).toBe(id);
  });

  it('a stream that broke off has no finish reason, and the exception is that of the agent', () => {
    const begun = { 'gen_ai.response.id': 'msg_1', 'gen_ai.response.model': 'claude-sonnet-5' };
    const broken = (type: string) => ({
      failed: true,
      events: thrown(
        'ReadError',
        '  File "/app/lib/pydantic_ai/models/anthropic/_streaming.py", line 108\nhttpx.ReadError\n',
        type,
      ),
    });
    expect(told(begun)).toBe('healthy');
    expect(told(begun, broken('pydantic_ai.exceptions.ModelConnectionError'))).toBe(
      'response.stream_interrupted',
    );
    // Raised by the application while it reads.
    expect(told(begun, broken('app.NotFound'))).toBe('response.stream_abandoned');
  });

  it('`length` is also the finish reason of a full context window', () => {
    const ended = (input: number, output: number) =>
      told({
        'gen_ai.response.id': 'msg_1',
        'gen_ai.response.finish_reasons': ['length'],
        'gen_ai.request.max_tokens': 1024,
        'gen_ai.usage.input_tokens': input,
        'gen_ai.usage.output_tokens': output,
      });
    expect(ended(25, 1024)).toBe('response.max_tokens');
    expect(ended(199_990, 10)).toBe('response.context_window');
  });
});

describe('LangSmith', () => {
  const run = (kind: string, events: TelemetryRecord['events'] = []): TelemetryRecord => ({
    scope: 'langsmith',
    name: kind === 'llm' ? 'ChatAnthropic' : 'LangGraph',
    attributes: {
      'langsmith.span.kind': kind,
      'gen_ai.operation.name': kind === 'llm' ? 'chat' : kind,
      'gen_ai.system': kind === 'llm' ? 'anthropic' : 'langchain',
      ...(kind === 'llm' && { 'gen_ai.request.model': 'claude-sonnet-5' }),
    },
    events,
  });
  const error = thrown(
    `AnthropicModelNotFoundError("Error code: 404 - ${NOT_FOUND}")${traceback(
      `anthropic.NotFoundError: Error code: 404 - ${NOT_FOUND}`,
    )}`,
  );

  it('a run has failed by its exception, whatever its status says', () => {
    expect(read(run('llm', error))).toBe('request.model_not_found');
    expect(read(run('llm'))).toBe('healthy');
  });

  it.each(['chain', 'prompt', 'parser', 'retriever', 'embedding', 'tool'])(
    'a run of type %s is no call, also where it failed',
    (kind) => expect(read(run(kind, error))).toBeUndefined(),
  );

  it('a model of others is no call of Claude', () => {
    const { attributes, ...rest } = run('llm', error);
    const other = { 'gen_ai.system': 'openai', 'gen_ai.request.model': 'gpt-5' };
    expect(read({ ...rest, attributes: { ...attributes, ...other } })).toBeUndefined();
  });
});

describe('a stack in Python', () => {
  const failed = (message: string, stack: string, type: string): TelemetryRecord => ({
    scope: 'opentelemetry.instrumentation.langchain',
    name: 'ChatAnthropic.chat',
    failed: true,
    statusMessage: message,
    attributes: {
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'claude-sonnet-5',
      'error.type': type,
    },
    events: thrown(message, stack, type),
  });
  const connection = (cause: string): TelemetryRecord =>
    failed(
      'Connection error.',
      traceback(`httpcore.${cause}`, `httpx.${cause}`, 'anthropic.APIConnectionError: Connection error.'),
      'AnthropicConnectionError',
    );

  it.each([
    ['ConnectError: [Errno -2] Name or service not known', 'connection.dns'],
    ['ConnectError: [Errno 111] Connection refused', 'connection.refused'],
    ['ConnectError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)', 'connection.tls'],
    ['ReadError: [Errno 104] Connection reset by peer', 'connection.reset'],
    [
      "UnsupportedProtocol: Request URL is missing an 'http://' or 'https://' protocol.",
      'connection.invalid_url',
    ],
    [
      'RemoteProtocolError: peer closed connection without sending complete message body (received 62 bytes)',
      'response.interrupted',
    ],
    ["LocalProtocolError: Illegal header value b'Bearer '", 'identity.missing_credentials'],
    ["LocalProtocolError: Illegal header value b'Bearer sk-ant-api03-x\\n'", 'identity.key_whitespace'],
  ])('shows the cause that the SDK keeps to itself: %s', (cause, id) => {
    expect(read(connection(cause))).toBe(id);
  });

  it('leaves out the header that httpx refuses: it may be the key', () => {
    const { statusMessage } = readTelemetry(
      connection("LocalProtocolError: Illegal header value b'Bearer sk-ant-api03-x\\n'"),
    );
    expect(statusMessage).not.toContain('sk-ant');
  });

  it('names the class of the SDK, where a framework has fewer', () => {
    const page = '<html><head><title>504 Gateway Time-out</title></head></html>';
    const stack = traceback(
      `anthropic.GatewayTimeoutError: ${page}`,
      `langchain_anthropic.chat_models.AnthropicAPIError: ${page}`,
    );
    expect(read(failed(page, stack, 'AnthropicAPIError'))).toBe('endpoint.gateway_timeout');
  });

  it.each([
    [
      "{'type': 'error', 'error': {'details': None, 'type': 'api_error', 'message': 'Internal server error'}, 'request_id': 'req_1'}",
      'anthropic.APIStatusError',
      'response.stream_error',
    ],
    ['[Errno 104] Connection reset by peer', 'httpx.ReadError', 'response.stream_interrupted'],
    [
      'Expecting value: line 1 column 39 (char 38)',
      'json.decoder.JSONDecodeError',
      'response.stream_malformed',
    ],
  ])('shows that a stream had begun: %s', (message, type, id) => {
    const stack = `Traceback (most recent call last):\n  File "/app/anthropic/_streaming.py", line 58, in __stream__\n    for sse in iterator:\n${type}: ${message}\n`;
    expect(read(failed(message, stack, type))).toBe(id);
  });

  it('a generator that is no longer read is not a failure', () => {
    expect(read(failed('GeneratorExit()', 'GeneratorExit\n', 'GeneratorExit'))).toBe(
      'response.stream_abandoned',
    );
  });
});

describe('a stack in JavaScript behind the message, as LangChain has it', () => {
  const failed = (message: string, name: string, frames: string): TelemetryRecord => ({
    scope: '@arizeai/openinference-instrumentation-langchain',
    name: 'ChatAnthropic',
    failed: true,
    statusMessage: `${message}\n\n${name}: ${message}\n    at ${frames}`,
    attributes: { 'openinference.span.kind': 'LLM', 'llm.model_name': 'claude-sonnet-5' },
  });
  const SDK = 'APIError.generate (file:///app/node_modules/@anthropic-ai/sdk/core/error.mjs:49:20)';

  it.each([
    [
      '504 {"type":"error","error":{"type":"timeout_error","message":"Request timeout"},"request_id":"req_1"}',
      'service.timeout',
    ],
    [
      '429 API rate limit exceeded\n\nTroubleshooting URL: https://docs.langchain.com/errors/MODEL_RATE_LIMIT/\n',
      'endpoint.gateway_limit',
    ],
    [
      '503 upstream connect error or disconnect/reset before headers. reset reason: connection failure',
      'endpoint.gateway_upstream',
    ],
  ])('the status of the SDK’s error is in front of it: %s', (message, id) => {
    expect(read(failed(message, 'Error', SDK))).toBe(id);
  });

  it('the class is that of the stack', () => {
    expect(read(failed('This operation was aborted', 'AbortError', 'node:internal:1:1'))).toBe(
      'connection.aborted',
    );
  });

  it('a chain that repeats the error of its call is not a call', () => {
    const { attributes, ...rest } = failed('Connection error.', 'Error', SDK);
    expect(
      read({ ...rest, attributes: { ...attributes, 'openinference.span.kind': 'CHAIN' } }),
    ).toBeUndefined();
  });
});

describe('a stack of Java, below Spring AI', () => {
  const failed = (
    message: string,
    type: string,
    cause: string,
    attributes: AttributesLike = {},
  ): TelemetryRecord => ({
    scope: 'org.springframework.boot',
    name: 'chat claude-sonnet-5',
    failed: true,
    statusMessage: message,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-5',
      ...attributes,
    },
    events: thrown(
      message,
      `com.anthropic.errors.${type}: ${message}\n\tat com.anthropic.core.Main.main(Main.kt:1)\nCaused by: ${cause}\n`,
      `com.anthropic.errors.${type}`,
    ),
  });

  it.each([
    [
      'Request failed',
      'AnthropicIoException',
      'java.io.InterruptedIOException: timeout',
      'connection.request_timeout',
    ],
    [
      'Request failed',
      'AnthropicIoException',
      'java.net.ConnectException: Connection refused',
      'connection.refused',
    ],
    [
      'Stream failed',
      'AnthropicIoException',
      'java.net.SocketException: Connection reset',
      'response.stream_interrupted',
    ],
    [
      'Error reading response',
      'AnthropicInvalidDataException',
      "com.fasterxml.jackson.core.JsonParseException: Unexpected character ('<' (code 60))",
      'endpoint.malformed_response',
    ],
    [
      'Error reading response',
      'AnthropicInvalidDataException',
      'java.net.ProtocolException: unexpected end of stream',
      'response.interrupted',
    ],
  ])('%s of %s, by %s', (message, type, cause, id) => {
    expect(read(failed(message, type, cause))).toBe(id);
  });

  it('an event of a stream that does not parse is no answer that is not JSON', () => {
    const cause = 'com.fasterxml.jackson.core.io.JsonEOFException: Unexpected end-of-input';
    const record = failed('Error reading response', 'AnthropicInvalidDataException', cause, {
      'gen_ai.request.stream': 'true',
    });
    expect(read(record)).toBe('response.stream_malformed');
  });

  it('a span of OkHttp below it is an attempt', () => {
    const attributes = {
      method: 'POST',
      status: '529',
      outcome: 'SERVER_ERROR',
      'target.host': 'api.anthropic.com',
    };
    expect(readTelemetry({ attributes })).toMatchObject({
      role: 'attempt',
      attributes: { 'http.request.method': 'POST', 'http.response.status_code': '529' },
    });
  });
});

describe('LiteLLM', () => {
  const call = (attributes: AttributesLike, rest: Partial<TelemetryRecord> = {}): TelemetryRecord => ({
    scope: 'litellm',
    name: 'litellm_request',
    ...rest,
    attributes: {
      'litellm.call_id': '2013152c',
      'llm.request.type': 'completion',
      'gen_ai.system': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-5',
      'gen_ai.request.max_tokens': 1024,
      'gen_ai.response.id': '2013152c',
      ...attributes,
    },
  });
  const failed = (
    type: string,
    status: number,
    message: string,
    headers: string | null,
    attributes: AttributesLike = {},
  ): TelemetryRecord =>
    call(
      {
        'error.type': type,
        'http.response.status_code': status,
        hidden_params: `{"model_id": null, "additional_headers": ${headers}, "usage_object": null}`,
        ...attributes,
      },
      { failed: true, statusMessage: message, events: thrown(message, '', `litellm.exceptions.${type}`) },
    );
  const HANDLE = '. Handle with `litellm.InternalServerError`.';
  const OF_API = '{"content-type": "application/json", "request-id": "req_1"}';
  const OF_OTHERS = '{"content-type": "application/json", "server": "kong/3.7"}';

  it.each([
    ['[Errno -2] Name or service not known', 'connection.dns'],
    ['[Errno 104] Connection reset by peer', 'connection.reset'],
    [
      'peer closed connection without sending complete message body (received 62 bytes)',
      'response.interrupted',
    ],
    ['what nobody knows', 'service.internal'],
  ])('without an answer its class and its status say nothing: %s', (cause, id) => {
    const message = `litellm.InternalServerError: AnthropicException - ${cause}${HANDLE}`;
    const expected = id === 'service.internal' ? 'unknown.unrecognized' : id;
    expect(read(failed('InternalServerError', 500, message, null))).toBe(expected);
  });

  it('the type in the API’s envelope counts in place of a status that stands for others', () => {
    const envelope = (type: string, message: string) =>
      `{"type":"error","error":{"type":"${type}","message":"${message}"},"request_id":"req_1"}`;
    const overloaded = `litellm.InternalServerError: AnthropicError - ${envelope('overloaded_error', 'Overloaded')}`;
    expect(read(failed('InternalServerError', 500, overloaded, OF_API))).toBe('service.overloaded');
    const tooLarge = `litellm.BadRequestError: AnthropicException - ${envelope('request_too_large', 'Request exceeds the maximum size')}`;
    expect(read(failed('BadRequestError', 400, tooLarge, OF_API))).toBe('request.too_large');
  });

  it('the headers that it keeps tell whose the answer was', () => {
    const message = 'litellm.RateLimitError: AnthropicException - {"message":"API rate limit exceeded"}';
    expect(read(failed('RateLimitError', 429, message, OF_OTHERS))).toBe('endpoint.gateway_limit');
    expect(read(failed('RateLimitError', 429, message, OF_API))).toBe('limits.unrecognized');
  });

  it.each([
    ['AnthropicError', 'Internal server error', 'response.stream_error'],
    ['ReadError', '[Errno 104] Connection reset by peer', 'response.stream_interrupted'],
    ['RemoteProtocolError', 'Stream ended before a finish_reason was received', 'response.stream_incomplete'],
  ])('in a stream the class is not its own: %s', (type, message, id) => {
    const attributes = { 'llm.is_streaming': 'True' };
    expect(read(failed(type, 500, message, null, attributes))).toBe(id);
  });

  it('says `length` of what is no full answer, too', () => {
    const ended = (tokens: number) =>
      read(call({ 'gen_ai.response.finish_reasons': ['length'], 'gen_ai.usage.output_tokens': tokens }));
    expect(ended(1024)).toBe('response.max_tokens');
    expect(ended(12)).toBe('healthy');
  });

  it('an attempt that failed before, on a span of the application, is no failure of the call', () => {
    const message = 'litellm.RateLimitError: AnthropicException - Too Many Requests';
    const { attributes, ...rest } = failed('RateLimitError', 429, message, OF_API);
    const { role, attributes: known } = readTelemetry({ ...rest, attributes, scope: 'app', failed: false });
    expect(role).toBe('call');
    expect(known).toMatchObject({ 'http.request.resend_count': 1 });
    expect(diagnose(known)?.id).toBe('unknown.recovered');
  });

  it('headers of a success show that a limit is near', () => {
    const headers =
      '{"llm_provider-anthropic-ratelimit-requests-limit": "4000", "llm_provider-anthropic-ratelimit-requests-remaining": "12"}';
    expect(read(call({ hidden_params: `{"additional_headers": ${headers}}` }))).toBe('limits.near');
  });

  it.each<[string, AttributesLike]>([
    ['the router', { service: 'router', call_type: 'async_get_available_deployment' }],
    [
      'the raw request',
      { 'llm.anthropic.model': 'claude-sonnet-5', 'llm.anthropic.stop_reason': 'max_tokens' },
    ],
    ['the request to the proxy', {}],
    ['a failure of the proxy', { exception: 'litellm.NotFoundError: AnthropicException - Not Found' }],
  ])('a span of %s is no call', (_, attributes) => {
    expect(read({ scope: 'litellm', name: 'router', failed: true, attributes })).toBeUndefined();
  });

  it('a model of others is no call of Claude, and Claude behind a gateway is one', () => {
    expect(read(call({ 'gen_ai.system': 'openai', 'gen_ai.request.model': 'gpt-5' }))).toBeUndefined();
    const message = 'litellm.RateLimitError: OpenrouterException - Too Many Requests';
    const { attributes, ...rest } = failed('RateLimitError', 429, message, OF_API);
    const gateway = { 'gen_ai.system': 'openrouter', 'gen_ai.request.model': 'anthropic/claude-sonnet-5' };
    expect(read({ ...rest, attributes: { ...attributes, ...gateway } })).toBe('limits.unrecognized');
  });
});

describe('Semantic Kernel', () => {
  const call = (attributes: AttributesLike = {}): TelemetryRecord => ({
    scope: 'semantic_kernel.utils.telemetry.model_diagnostics.decorators',
    name: 'chat claude-sonnet-5',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-5',
      ...attributes,
    },
  });
  const failed = (statusMessage: string, type: string, stack = statusMessage): TelemetryRecord => ({
    ...call({ 'error.type': `<class '${type}'>` }),
    failed: true,
    statusMessage,
    events: thrown(statusMessage.slice(statusMessage.indexOf(': ') + 2), traceback(stack), type),
  });
  const WRAPPER = 'semantic_kernel.exceptions.service_exceptions.ServiceResponseException';
  const wrapped = (cause: string): string =>
    `ServiceResponseException: ("<class 'semantic_kernel.connectors.ai.anthropic.services.anthropic_chat_completion.AnthropicChatCompletion'> service failed to complete the request", ${cause})`;

  it('what the SDK raised stands within the exception of the connector, also without its stack', () => {
    const { events, ...rest } = failed(wrapped(`NotFoundError("Error code: 404 - ${NOT_FOUND}")`), WRAPPER);
    expect(read(rest)).toBe('request.model_not_found');
    expect(read({ ...rest, events })).toBe('request.model_not_found');
  });

  it('the cause of a failed connection is the one below the exception that repeats it', () => {
    const message = wrapped("APIConnectionError('Connection error.')");
    const stack = traceback(
      'httpx.ConnectError: [Errno -2] Name or service not known',
      'anthropic.APIConnectionError: Connection error.',
      `semantic_kernel.exceptions.service_exceptions.${message}`,
    );
    expect(read({ ...failed(message, WRAPPER), events: thrown(message, stack, WRAPPER) })).toBe(
      'connection.dns',
    );
  });

  it('of an exception with other arguments, which may be a key, its class is told', () => {
    const message = wrapped(
      "UnicodeEncodeError('ascii', 'sk-ant-api03-schlüssel', 7, 15, 'ordinal not in range(128)')",
    );
    expect(readTelemetry(failed(message, WRAPPER)).statusMessage).toBe('UnicodeEncodeError');
  });

  it.each([
    ['refusal', 'response.refusal'],
    ['pause_turn', 'response.paused'],
    ['model_context_window_exceeded', 'response.context_window'],
  ])('the stop reason %s, which it raises as a missing key, is that of the answer', (reason, id) => {
    expect(read(failed(`KeyError: '${reason}'`, 'KeyError'))).toBe(id);
    expect(read(failed(wrapped(`KeyError('${reason}')`), WRAPPER))).toBe(id);
  });

  it('a missing key of the application is none', () => {
    expect(read(failed("KeyError: 'topic'", 'KeyError'))).toBe('unknown.unrecognized');
  });

  it.each([
    ['FinishReason.STOP', 'healthy'],
    ['FinishReason.LENGTH', 'response.max_tokens'],
    ['None', 'response.stream_incomplete'],
    [undefined, 'connection.aborted'],
  ])('a call without an error that ends with %s is told as %s', (reason, id) => {
    expect(
      read(
        call({ 'gen_ai.request.max_tokens': 64, ...(reason && { 'gen_ai.response.finish_reason': reason }) }),
      ),
    ).toBe(id);
  });

  it('its functions and its loops around calls are no calls, also where they failed', () => {
    const { attributes: _, ...rest } = failed(
      wrapped(`NotFoundError("Error code: 404 - ${NOT_FOUND}")`),
      WRAPPER,
    );
    const scope = 'semantic_kernel.connectors.ai.chat_completion_client_base';
    expect(read({ ...rest, scope, attributes: { 'sk.available_functions': 'a-b' } })).toBeUndefined();
    const tool = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'a-b' };
    expect(read({ ...rest, attributes: tool })).toBeUndefined();
  });

  it('a model of others is no call of Claude', () => {
    expect(read(call({ 'gen_ai.system': 'openai', 'gen_ai.request.model': 'gpt-5' }))).toBeUndefined();
  });
});

it('an empty stream of Strands has neither tokens nor a first token', () => {
  const told = (attributes: AttributesLike) =>
    read({
      attributes: {
        'gen_ai.system': 'strands-agents',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'claude-sonnet-5',
        'gen_ai.usage.input_tokens': 0,
        'gen_ai.usage.output_tokens': 0,
        ...attributes,
      },
      events: [{ name: 'gen_ai.choice', attributes: { finish_reason: 'end_turn' } }],
    });
  expect(told({})).toBe('endpoint.stream_without_events');
  expect(told({ 'gen_ai.server.time_to_first_token': 300 })).toBe('healthy');
  expect(told({ 'gen_ai.usage.input_tokens': 25, 'gen_ai.usage.output_tokens': 2 })).toBe('healthy');
});
