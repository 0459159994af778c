// Spans that come another way: made by other instrumentations, or read from a stored trace.
import { describe, expect, it } from 'vitest';
import { type AttributesLike, diagnose, readFacts, readTelemetry } from '../src/index.ts';
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
    ['an error without a name', { 'error.type': '_OTHER' }, 'Something odd', 'unknown.unrecognized'],
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
    ['a class of another service', 'aws.bedrock', 'NoSuchBucket', 'Words.', 'unknown.unrecognized'],
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

describe('a failure in the words of a language or a framework', () => {
  const span = { 'gen_ai.provider.name': 'anthropic', 'gen_ai.operation.name': 'chat' };
  const envelope = (type: string, message: string) =>
    `{'type': 'error', 'error': {'type': '${type}', 'message': '${message}'}, 'request_id': 'req_1'}`;
  /** Only the status of the span tells, or the exception beside it. */
  const diagnosis = (statusMessage: string, type?: string) => {
    const { attributes, statusMessage: told } = readTelemetry({
      attributes: span,
      failed: true,
      statusMessage,
      events: type === undefined ? [] : [{ name: 'exception', attributes: { 'exception.type': type } }],
    });
    return diagnose(attributes, { statusMessage: told });
  };

  it.each([
    // OpenTelemetry for Python puts the class in front (`Span.__exit__`), as OpenInference's spans have it.
    [
      `BadRequestError: Error code: 400 - ${envelope('invalid_request_error', 'This organization has been disabled.')}`,
      'identity.organization_disabled',
    ],
    [
      `BadRequestError: Error code: 400 - ${envelope('invalid_request_error', 'prompt is too long: 207368 tokens > 200000 maximum')}`,
      'request.context_window',
    ],
    [
      'InternalServerError: <html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>',
      'endpoint.gateway_error',
    ],
    ['APIConnectionError: Connection error.', 'connection.unrecognized'],
    ['APITimeoutError: Request timed out.', 'connection.request_timeout'],
    ['ConnectError: [Errno -2] Name or service not known', 'connection.dns'],
    ['httpx.ConnectError: [Errno 11001] getaddrinfo failed', 'connection.dns'],
    // Windows, in any language.
    ['httpx.ConnectError: [WinError 10061] Aucune connexion n’a pu être établie', 'connection.refused'],
    [
      'ConnectError: [WinError 10060] Ein Verbindungsversuch ist fehlgeschlagen',
      'connection.connect_timeout',
    ],
    ['ReadError: [WinError 10054] Une connexion existante a dû être fermée', 'connection.reset'],
    ['ConnectError: [Errno 11001] Hôte inconnu', 'connection.dns'],
    ['ConnectError: [WinError 10013] Zugriff verweigert', 'connection.unreachable'],
    ['error trying to connect: tcp connect error: (os error 10051)', 'connection.unreachable'],
    [
      'dial tcp: connectex: No connection could be made because the target machine actively refused it.',
      'connection.refused',
    ],
    // Another number there says nothing.
    ['ConnectError: [WinError 10022] An invalid argument was supplied', 'connection.unrecognized'],
    ['[WinError 10022] An invalid argument was supplied', 'unknown.unrecognized'],
    // .NET on Windows and Linux, with and without its cause.
    [
      'No connection could be made because the target machine actively refused it. (api.anthropic.com:443)',
      'connection.refused',
    ],
    [
      'A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond. (api.anthropic.com:443)',
      'connection.connect_timeout',
    ],
    ['System.Net.Sockets.SocketException (10061): Zielcomputer verweigert', 'connection.refused'],
    ['Resource temporarily unavailable (api.anthropic.com:443)', 'connection.dns'],
    [
      'A socket operation was attempted to an unreachable network. (api.anthropic.com:443)',
      'connection.unreachable',
    ],
    ['Etwas ging schief. (api.anthropic.com:443)', 'connection.unrecognized'],
    ['api.anthropic.com:443 failed to respond', 'connection.reset'],
    // Elixir.
    ['%Req.TransportError{reason: :nxdomain}', 'connection.dns'],
    ['%Mint.TransportError{reason: :econnrefused}', 'connection.refused'],
    ['ConnectError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)', 'connection.tls'],
    ['ConnectError: All connection attempts failed', 'connection.unrecognized'],
    // LangChain's `repr()`.
    ["APITimeoutError('Request timed out.')", 'connection.request_timeout'],
    [
      `BadRequestError("Error code: 400 - ${envelope('invalid_request_error', 'messages: text content blocks must be non-empty')}")`,
      'request.empty_content',
    ],
    // JavaScript's `String(error)`.
    ['APIConnectionTimeoutError: Request timed out.', 'connection.request_timeout'],
    ['APIUserAbortError: Request was aborted.', 'connection.aborted'],
    // Go.
    ['dial tcp 203.0.113.9:443: i/o timeout', 'connection.connect_timeout'],
    [
      'Post "https://api.anthropic.com/v1/messages": net/http: TLS handshake timeout',
      'connection.connect_timeout',
    ],
    // No key at all, of the AI SDK and LiteLLM.
    [
      "Anthropic API key is missing. Pass it using the 'apiKey' parameter or the ANTHROPIC_API_KEY environment variable.",
      'identity.missing_credentials',
    ],
    // A class of the application's own, and the word for every error of LiteLLM, say nothing.
    ['TenantError: no credits left for tenant 12', 'unknown.unrecognized'],
    ["KeyError('messages')", 'unknown.unrecognized'],
    // The same holds for sentences that contain part of one of the API's.
    ['Exceeded our own rate limit of 5 requests per minute for user 12', 'unknown.unrecognized'],
    ['MCP server weather: invalid api key', 'unknown.unrecognized'],
    ['File not found: /tmp/upload.pdf', 'unknown.unrecognized'],
    ["This request would exceed your account's rate limit. Please try again later.", 'limits.unrecognized'],
    ['File not found: file_011CNha8iCJcU1wXNR6q4V8w', 'request.file_unavailable'],
    ['Invalid authentication credentials', 'identity.key_invalid'],
    // Node.js, where the code is not kept.
    ['Cannot connect to API: unable to verify the first certificate', 'connection.tls'],
    ['unable to get local issuer certificate', 'connection.tls'],
    ['certificate has expired', 'connection.tls'],
    [
      "Hostname/IP does not match certificate's altnames: Host: api.anthropic.com. is not in the cert's altnames: DNS:*.corp.example",
      'connection.tls',
    ],
    ['AI_NoOutputGeneratedError: No output generated. Check the stream for errors.', 'response.unrecognized'],
    ['PermissionDeniedError: Error code: 403 - error code: 1010', 'endpoint.blocked'],
    ['PermissionDeniedError: error code: 1010', 'endpoint.blocked'],
    ['litellm.APIConnectionError: Words.', 'unknown.unrecognized'],
    ['tool weather failed: RateLimitError: 3 per minute', 'unknown.unrecognized'],
  ])('%s', (statusMessage, id) => {
    expect(diagnosis(statusMessage)?.id).toBe(id);
  });

  it('the class of the exception counts before the one in the sentence', () => {
    expect(diagnosis('RateLimitError: Words.', 'anthropic.OverloadedError')?.id).toBe('service.overloaded');
    expect(
      diagnosis("Anthropic API key is missing. Pass it using the 'apiKey' parameter", 'AI_LoadAPIKeyError')
        ?.id,
    ).toBe('identity.missing_credentials');
  });

  it("botocore's words in front of the platform's, without a status", () => {
    const bedrock = { 'gen_ai.system': 'AWS', 'gen_ai.request.model': 'us.anthropic.claude-sonnet-4-6-v1:0' };
    const said = (code: string, words: string, more = '') =>
      diagnose(
        { ...bedrock, 'error.type': '_OTHER' },
        {
          statusMessage: `An error occurred (${code}) when calling the ConverseStream operation${more}: ${words}`,
        },
      )?.id;
    expect(said('ThrottlingException', 'Words.', ' (reached max retries: 4)')).toBe('limits.cloud_quota');
    expect(said('AccessDeniedException', 'Words.')).toBe('identity.cloud_permission');
    expect(
      said(
        'ValidationException',
        "The model returned the following errors: thinking: Input tag 'adaptive' found using 'type' does not match any of the expected tags: 'disabled', 'enabled'",
      ),
    ).toBe('request.thinking');
  });

  it('a provider is the same in capitals, as Traceloop writes it in Python', () => {
    const overloaded = { 'error.type': 'OverloadedError' };
    for (const name of ['Anthropic', 'ANTHROPIC', 'anthropic']) {
      expect(diagnose({ 'gen_ai.system': name, ...overloaded })?.id, name).toBe('service.overloaded');
    }
    const claude = { 'gen_ai.request.model': 'claude-sonnet-4-6' };
    for (const name of ['AWS', 'aws', 'aws.bedrock', 'vertex_ai', 'gcp.vertex_ai']) {
      expect(diagnose({ 'gen_ai.system': name, ...claude, ...overloaded })?.id, name).toBe(
        'service.overloaded',
      );
      expect(diagnose({ 'gen_ai.system': name, ...overloaded }), name).toBeUndefined();
    }
  });
});

describe("a relay's own words are not the API's, whatever envelope and status they have", () => {
  const span = { 'gen_ai.provider.name': 'anthropic', 'error.type': '_OTHER' };
  it.each([
    [
      '503 {"error":{"message":"No available channel for model claude-opus-5 under group default (distributor)","type":"new_api_error"}}',
    ],
    [
      '503 {"error":{"code":"model_not_found","message":"分组 default 下模型 claude-opus-5 无可用渠道（distributor）","type":"new_api_error"}}',
    ],
    [
      '503 {"error":{"message":"No available accounts: no available accounts supporting model: claude-sonnet-4-5","type":"api_error"},"type":"error"}',
    ],
  ])('%s', (statusMessage) => {
    for (const status of [undefined, 503]) {
      const found = diagnose(
        { ...span, ...(status && { 'http.response.status_code': status }) },
        { statusMessage },
      );
      expect(found).toMatchObject({
        id: 'endpoint.gateway_upstream',
        summary: expect.stringContaining('no channel, account or deployment'),
      });
      expect(found?.fix).toContain('relay');
    }
    const own = {
      'gen_ai.provider.name': 'anthropic',
      'error.type': '503',
      'http.response.status_code': 503,
    };
    expect(
      diagnose({ ...own, 'anthropic.error.body': 'json', 'anthropic.error.message': statusMessage })?.id,
    ).toBe('endpoint.gateway_upstream');
    // With the API's request-id it is the API that answered.
    expect(
      diagnose({ ...own, 'anthropic.request.id': 'req_1', 'anthropic.error.message': statusMessage })?.id,
    ).toBe('service.unavailable');
  });

  it.each([
    ['PermissionDeniedError', 403, 'endpoint.gateway_refused'],
    ['AuthenticationError', 401, 'endpoint.gateway_refused'],
    ['RateLimitError', 429, 'endpoint.gateway_limit'],
    ['InternalServerError', 500, 'endpoint.gateway_error'],
    ['BadRequestError', 400, 'endpoint.gateway_error'],
  ])('a type that only relays have, beside the class of %s', (name, status, id) => {
    const relayed = (type: string) =>
      diagnose(
        { 'gen_ai.provider.name': 'anthropic', 'error.type': name },
        {
          statusMessage: `Error code: ${status} - {'error': {'message': 'words', 'type': '${type}', 'code': ''}}`,
        },
      );
    expect(relayed('new_api_error')?.id).toBe(id);
    expect(relayed('one_hub_error')?.id).toBe(id);
    // A type of the API's, and none at all, leave it open.
    expect(relayed('invalid_request_error')?.step).not.toBe(2);
    expect(relayed('None')?.step).not.toBe(2);
  });

  it("the API's error within the envelope of a relay stays the API's", () => {
    const inner = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}';
    const statusMessage = `Error code: 500 - ${JSON.stringify({ error: { message: inner, type: 'new_api_error' } })}`;
    expect(diagnose({ ...span, 'error.type': 'InternalServerError' }, { statusMessage })?.id).toBe(
      'service.overloaded',
    );
  });

  it("a router that has no deployment, in LiteLLM's words", () => {
    for (const words of [
      'No healthy deployment available, passed model=claude',
      'No deployments available for selected model',
    ]) {
      expect(
        diagnose(
          { ...span, 'error.type': 'InternalServerError' },
          {
            statusMessage: `Error code: 500 - {"error":{"message":"litellm.InternalServerError: ${words}"}}`,
          },
        )?.id,
      ).toBe('endpoint.gateway_upstream');
    }
  });

  it('a gateway that cannot reach its upstream, on a span without the format of the body', () => {
    expect(
      diagnose(
        { ...span, 'http.response.status_code': 503 },
        { statusMessage: 'upstream connect error or disconnect/reset before headers' },
      )?.id,
    ).toBe('endpoint.gateway_upstream');
  });

  it('a path that a relay does not have', () => {
    const found = diagnose(
      { ...span, 'http.response.status_code': 404 },
      {
        statusMessage:
          '404 {"error":{"message":"Invalid URL (POST /v1/messages/count_tokens)","type":"invalid_request_error","param":"","code":""}}',
      },
    );
    expect(found).toMatchObject({
      id: 'endpoint.wrong_path',
      cause: expect.stringContaining('Another server than the API'),
    });
  });
});

it('the fix of a name that does not resolve names the host alone, as a resolver takes it', () => {
  const found = diagnose({
    'gen_ai.provider.name': 'anthropic',
    'error.type': 'connection_error',
    'anthropic.error.cause_code': 'ENOTFOUND',
    'server.address': 'api.example',
    'server.port': 443,
  });
  expect(found?.fix).toContain('then resolve api.example from');
});

describe('the fix of a rule of thinking is about what the sentence names', () => {
  it.each([
    [
      "output_config.effort 'max' is not supported when thinking is disabled on this model. Use effort 'high' or below, or enable thinking.",
      /output_config\.effort/,
    ],
    ['Thinking may not be enabled when tool_choice forces tool use.', /tool_choice/],
    ['adaptive thinking is not supported on this model', /kind that the model takes/],
    [
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
      /kind that the model takes/,
    ],
    [
      'messages.11.content.5: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified.',
      /back unchanged/,
    ],
  ])('%s', (message, fix) => {
    const found = diagnose(apiError(400, 'invalid_request_error', message));
    expect(found).toMatchObject({ id: 'request.thinking', fix: expect.stringMatching(fix) });
  });
});

describe('a failed span without an HTTP status', () => {
  const span = { 'gen_ai.provider.name': 'anthropic', 'gen_ai.operation.name': 'chat' };
  const diagnosis = (type: string, message?: string, more: AttributesLike = {}) =>
    diagnose({ ...span, 'error.type': type, ...more }, { statusMessage: message });

  describe('the class decides, in any language and with any module', () => {
    const qualified = (name: string) => [
      name,
      `anthropic.${name}`,
      `anthropic._exceptions.${name}`,
      `com.anthropic.errors.${name}`,
      `Anthropic::Errors::${name}`,
      `*anthropic.${name}`,
    ];
    it.each([
      ['APIConnectionError', 'connection.unrecognized'],
      ['APITimeoutError', 'connection.request_timeout'],
      ['APIConnectionTimeoutError', 'connection.request_timeout'],
      ['AnthropicIoException', 'connection.unrecognized'],
      ['AuthenticationError', 'identity.key_invalid'],
      ['UnauthorizedException', 'identity.key_invalid'],
      ['PermissionDeniedError', 'identity.permission'],
      ['BadRequestError', 'request.unrecognized'],
      ['UnprocessableEntityError', 'request.unrecognized'],
      ['RequestTooLargeError', 'request.too_large'],
      ['RateLimitError', 'limits.unrecognized'],
      ['RateLimitException', 'limits.unrecognized'],
      ['OverloadedError', 'service.overloaded'],
      ['ServiceUnavailableError', 'service.unavailable'],
      ['DeadlineExceededError', 'service.timeout'],
      ['InternalServerError', 'service.unrecognized'],
      ['InternalServerException', 'service.unrecognized'],
      ['APIResponseValidationError', 'response.unrecognized'],
      ['SomeNewError', 'unknown.unrecognized'],
    ])('%s is %s', (name, id) => {
      for (const type of qualified(name)) expect(diagnosis(type)?.id, type).toBe(id);
    });

    it("LiteLLM's class for every error that it does not know says nothing", () => {
      expect(diagnosis('litellm.APIConnectionError', 'litellm.APIConnectionError: Words.')?.id).toBe(
        'unknown.unrecognized',
      );
      expect(diagnosis('litellm.exceptions.RateLimitError')?.id).toBe('limits.unrecognized');
    });

    it.each(['APIUserAbortError', 'AbortError', 'asyncio.CancelledError'])(
      'an abort is no failure: %s',
      (type) => {
        expect(diagnosis(type, 'aborted')?.id).toBe('connection.aborted');
        // Not "before an answer came".
        expect(diagnosis(type, 'aborted', { 'gen_ai.usage.output_tokens': 12 })?.id).toBe(
          'response.stream_abandoned',
        );
      },
    );
  });

  describe('the sentence decides where the class says nothing', () => {
    it.each([
      // Python's SDK, OpenInference and Traceloop: status and envelope in the sentence.
      [
        "Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}",
        'service.overloaded',
      ],
      [
        "{'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}",
        'service.overloaded',
      ],
      // Go's.
      [
        'POST "https://api.anthropic.com/v1/messages": 401 Unauthorized {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
        'identity.key_invalid',
      ],
      // The AI SDK keeps the API's bare sentence.
      ['Overloaded', 'service.overloaded'],
      ['Failed after 3 attempts. Last error: Overloaded', 'service.overloaded'],
      ['invalid x-api-key', 'identity.key_invalid'],
      ['prompt is too long: 208310 tokens > 200000 maximum', 'request.context_window'],
      ['model: claude-sonet-4-6', 'request.model_not_found'],
      ['messages.0.content: Field required', 'request.missing_field'],
      ['Your credit balance is too low to access the Anthropic API.', 'identity.billing'],
      [
        "This request would exceed your organization's rate limit of 30,000 input tokens per minute (org: x).",
        'limits.input_tokens_per_minute',
      ],
      ['Internal server error', 'service.internal'],
      // The sentences of SDKs that do not report the cause.
      ['Connection error.', 'connection.unrecognized'],
      ['fetch failed', 'connection.unrecognized'],
      ['Request timed out.', 'connection.request_timeout'],
      ['Cannot connect to API: connect ECONNREFUSED 10.0.0.1:443', 'connection.refused'],
      ['getaddrinfo ENOTFOUND api.anthropic.com', 'connection.dns'],
      ['[Errno -2] Name or service not known', 'connection.dns'],
      ['dial tcp: lookup api.anthropic.com: no such host', 'connection.dns'],
      ['[Errno 111] Connection refused', 'connection.refused'],
      ['[Errno 101] Network is unreachable', 'connection.unreachable'],
      [
        '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate',
        'connection.tls',
      ],
      ['x509: certificate signed by unknown authority', 'connection.tls'],
      ['read ECONNRESET', 'connection.reset'],
      ['Server disconnected without sending a response.', 'connection.reset'],
      // The answer had begun.
      ['terminated', 'response.interrupted'],
      [
        'peer closed connection without sending complete message body (incomplete chunked read)',
        'response.interrupted',
      ],
      // The parts of bodies, deadlines and ports that the AI SDK 6 keeps (seen with `@ai-sdk/anthropic` 3).
      ['Invalid JSON response', 'endpoint.malformed_response'],
      ['Failed to process successful response', 'response.unrecognized'],
      ['The operation was aborted due to timeout', 'connection.deadline'],
      ['Cannot connect to API: bad port', 'connection.invalid_url'],
      ['Request exceeds the maximum size', 'request.too_large'],
      // The name of a status, where the body is not the API's.
      ['Bad Gateway', 'endpoint.gateway_error'],
      ['Gateway Timeout', 'endpoint.gateway_timeout'],
      ['Forbidden', 'endpoint.gateway_refused'],
      ['Too Many Requests', 'endpoint.gateway_limit'],
      // A page: what Python's SDK and the TypeScript SDK write.
      ['<html><title>502 Bad Gateway</title></html>', 'endpoint.gateway_error'],
      ['502 <html><title>502 Bad Gateway</title></html>', 'endpoint.gateway_error'],
      ['504 <!doctype html><title>Gateway time-out</title>', 'endpoint.gateway_timeout'],
      ['Something odd', 'unknown.unrecognized'],
      [undefined, 'unknown.unrecognized'],
    ])('%s', (message, id) => {
      for (const type of ['Error', '_OTHER', 'builtins.RuntimeError', 'AI_APICallError']) {
        expect(diagnosis(type, message)?.id, type).toBe(id);
      }
    });

    it.each([
      [401, 'invalid x-api-key', 'identity.key_invalid'],
      [401, 'OAuth token has expired', 'identity.token_expired'],
      [400, 'prompt is too long: 208310 tokens > 200000 maximum', 'request.context_window'],
      [404, 'model: claude-sonet-4-6', 'request.model_not_found'],
      [413, 'Request exceeds the maximum size', 'request.too_large'],
      [529, 'Overloaded', 'service.overloaded'],
    ])('%i beside the sentence makes no diagnosis vaguer: %s', (status, message, id) => {
      for (const type of ['Error', 'builtins.RuntimeError', 'AI_APICallError']) {
        expect(diagnosis(type, message)?.id, type).toBe(id);
        expect(diagnosis(type, message, { 'http.response.status_code': status })?.id, type).toBe(id);
      }
    });

    it('a type that is no class stays, such as that of an envelope of the edge', () => {
      const status = { 'http.response.status_code': 403 };
      expect(diagnosis('forbidden', 'Request not allowed', status)?.evidence).toContain('forbidden');
    });

    it('a status that does not go with the sentence is that of whoever answered', () => {
      const status = { 'http.response.status_code': 502 };
      expect(diagnosis('AI_APICallError', 'invalid x-api-key', status)?.id).toBe('endpoint.gateway_error');
    });

    it('a page is not a response of the API, even if the status gave it a class', () => {
      const page = '<html><head><title>Just a moment...</title></head></html>';
      for (const type of [
        'InternalServerError',
        'BadRequestError',
        'AuthenticationError',
        'RateLimitError',
        'Error',
      ])
        expect(diagnosis(`anthropic.${type}`, page), type).toMatchObject({ check: 'endpoint' });
      expect(diagnosis('anthropic.PermissionDeniedError', page)?.id).toBe('endpoint.blocked');
    });

    it("an error event is the API's, in the midst of a stream", () => {
      const message =
        "APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}";
      expect(diagnosis('anthropic.APIStatusError', message, { 'gen_ai.usage.output_tokens': 1 })?.id).toBe(
        'service.overloaded',
      );
    });

    it('an answer that is no JSON is not the API', () => {
      expect(diagnosis('json.decoder.JSONDecodeError', 'Expecting value: line 1 column 9')).toMatchObject({
        id: 'endpoint.malformed_response',
        summary: expect.not.stringContaining('200'),
      });
    });

    it('a break is one of the stream where a stream was asked for', () => {
      const streamed = { 'gen_ai.request.stream': true };
      expect(diagnosis('TypeError', 'terminated', streamed)?.id).toBe('response.stream_interrupted');
      expect(diagnosis('httpx.RemoteProtocolError', 'incomplete chunked read', streamed)?.id).toBe(
        'response.stream_interrupted',
      );
    });
  });

  it.each<[string, AttributesLike]>([
    ['an id', { 'gen_ai.response.id': 'msg_1' }],
    ['a first chunk', { 'gen_ai.response.time_to_first_chunk': 0.4 }],
    ['tokens', { 'gen_ai.usage.output_tokens': 3 }],
    ['a stop reason', { 'gen_ai.response.finish_reasons': ['end_turn'] }],
    ['events', { 'anthropic.stream.events': 4 }],
  ])('whatever shows that the answer had begun places it on step 7: %s', (_, answer) => {
    for (const type of ['Error', 'httpx.ReadTimeout', 'NewError'])
      expect(diagnosis(type, 'Something odd', answer)).toMatchObject({
        id: 'response.unrecognized',
        step: 7,
      });
    expect(diagnosis('APIConnectionError', 'Connection error.', answer)?.id).toBe('response.interrupted');
    expect(diagnosis('overloaded_error', 'Overloaded', answer)?.id).toBe('service.overloaded');
  });

  it('no answer is shown by counts of 0, or by a stop reason that stands for the error', () => {
    const nothing = { 'gen_ai.usage.output_tokens': 0, 'gen_ai.response.finish_reasons': ['error'] };
    expect(diagnosis('Error', 'Something odd', nothing)?.id).toBe('unknown.unrecognized');
  });

  it('what is left has step 0, says so, and shows what the span has', () => {
    expect(diagnosis('ValueError', 'Something odd')).toMatchObject({
      id: 'unknown.unrecognized',
      step: 0,
      check: 'unknown',
      action: 'investigate',
      summary: 'The call failed, and nothing says at which step',
      evidence: ['ValueError', '"Something odd"'],
    });
  });

  it('spans of the AI SDK are calls', () => {
    const ai = { 'gen_ai.system': 'anthropic.messages', 'gen_ai.request.model': 'claude-sonnet-5' };
    const exception = { 'exception.type': 'AI_APICallError', 'exception.message': 'Overloaded' };
    const { attributes, statusMessage } = readTelemetry({
      attributes: ai,
      failed: true,
      statusMessage: 'Overloaded',
      events: [{ name: 'exception', attributes: exception }],
    });
    expect(diagnose(attributes, { statusMessage })?.id).toBe('service.overloaded');
    expect(diagnose({ ...attributes, 'gen_ai.system': 'openai.chat' }, { statusMessage })).toBeUndefined();
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
  ])('the same diagnosis from the JSON of %s, on every example', (_, stored) => {
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
    expect(readFacts(attributes).status).toBe(429);
  });
});
