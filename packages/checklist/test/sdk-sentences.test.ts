// The SDKs' sentences and classes on other instrumentations' spans show whose answer it was, and where it broke.
import { describe, expect, it } from 'vitest';
import { type AttributesLike, diagnose, readFacts } from '../src/index.ts';
import { isSameCall } from '../src/spans/same-call.ts';

const chat = { 'gen_ai.provider.name': 'anthropic', 'gen_ai.request.model': 'claude-sonnet-5' };
const found = (attributes: AttributesLike, statusMessage?: string) =>
  diagnose({ ...chat, ...attributes }, { statusMessage })?.id;

/** As Python prints the body of an answer. */
const python = (type: string, message: string, code?: string) =>
  `{'type': 'error', 'error': {${code === undefined ? '' : `'details': {'error_code': '${code}'}, `}'type': '${type}', 'message': '${message}'}, 'request_id': 'req_011'}`;
/** As JSON. */
const json = (type: string, message: string, code?: string) =>
  JSON.stringify({
    type: 'error',
    error: { ...(code !== undefined && { details: { error_code: code } }), type, message },
    request_id: 'req_011',
  });

describe.each([
  ['Python', (status: number) => `Error code: ${status} - `, python],
  ['TypeScript', (status: number) => `${status} `, json],
  ['Java', (status: number) => `${status}: `, json],
  [
    'Go',
    (status: number) =>
      `POST "https://api.anthropic.com/v1/messages": ${status} Not Found (Request-ID: req_011) `,
    json,
  ],
  ['.NET', (status: number) => `Status Code: ${status}\n`, json],
])('an answer that the SDK for %s prints', (_language, before, body) => {
  const answer = (status: number, ...error: Parameters<typeof body>) => before(status) + body(...error);

  it.each([
    [400, 'cmek_key_disabled', 'CMEKKeyDisabledError', 'identity.encryption_key'],
    [404, 'thread_not_found', 'anthropic.types.thread_not_found_error.ThreadNotFoundError', 'request.thread'],
    [403, 'sandbox_egress_restricted', 'PermissionDeniedError', 'endpoint.sandbox_restricted'],
    [429, 'ramp_limit_exceeded', 'anthropic.RateLimitError', 'limits.acceleration'],
  ])('is what its error code says: %i %s', (status, code, name, id) => {
    const type = status === 403 ? 'permission_error' : 'invalid_request_error';
    expect(found({ 'error.type': name }, answer(status, type, 'Words.', code))).toBe(id);
    // The class in front, as OpenTelemetry has it.
    expect(found({ 'error.type': '_OTHER' }, `${name}: ${answer(status, type, 'Words.', code)}`)).toBe(id);
  });

  it.each([
    [503, 'api_error', 'ServiceUnavailableError', 'service.unavailable'],
    [507, 'api_error', 'InternalServerError', 'service.unrecognized'],
    [408, 'timeout_error', 'RequestTimeoutError', 'service.request_timeout'],
  ])('has its own status, whatever usually goes with its type: %i %s', (status, type, name, id) => {
    expect(found({ 'error.type': `anthropic.${name}` }, answer(status, type, 'Words.'))).toBe(id);
  });

  it('names the request, and so the call of another span', () => {
    const statusMessage = answer(529, 'overloaded_error', 'Overloaded');
    const failed = { ...chat, 'error.type': 'OverloadedError' };
    const { requestId, fromApi } = readFacts(failed, { statusMessage });
    expect({ requestId, fromApi }).toEqual({ requestId: 'req_011', fromApi: true });
    const times = { start: 10_000, end: 12_000 };
    const other = { attributes: { ...chat, 'anthropic.request.id': 'req_011' }, start: 1, end: 2 };
    expect(
      isSameCall(
        { attributes: failed, statusMessage, ...times, instrumentation: 'a' },
        { ...other, instrumentation: 'b' },
      ),
    ).toBe(true);
  });

  it.each([
    [403, 'PermissionDeniedError', 'Forbidden', 'endpoint.gateway_refused'],
    [429, 'RateLimitError', 'API rate limit exceeded', 'endpoint.gateway_limit'],
  ])("is a gateway's where its body has no error: %i", (status, name, message, id) => {
    const text = body === python ? `{'message': '${message}'}` : JSON.stringify({ message });
    expect(found({ 'error.type': name }, before(status) + text)).toBe(id);
    expect(found({ 'error.type': name, 'anthropic.request.id': 'req_1' }, before(status) + text)).not.toBe(
      id,
    );
    // Clouds answer so.
    const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
    expect(found({ 'error.type': name, 'gen_ai.request.model': model }, before(status) + text)).not.toBe(id);
  });

  it('is an event of a stream where no status stands before it', () => {
    const event = body('api_error', 'Internal server error');
    expect(found({ 'error.type': 'anthropic.APIStatusError' }, event)).toBe('response.stream_error');
    expect(found({ 'error.type': 'APIError' }, `APIStatusError: ${event}`)).toBe('response.stream_error');
    expect(found({ 'error.type': 'APIError', 'http.response.status_code': 200 }, event)).toBe(
      'response.stream_error',
    );
    expect(found({ 'error.type': 'APIError', 'http.response.status_code': 500 }, event)).toBe(
      'service.internal',
    );
  });
});

it.each([
  ['Anthropic.Exceptions.AnthropicForbiddenException', 'identity.permission'],
  ['Anthropic.Exceptions.AnthropicRateLimitException', 'limits.unrecognized'],
  ['Anthropic.Exceptions.Anthropic5xxException', 'service.unrecognized'],
  ['Anthropic.Exceptions.AnthropicIOException', 'connection.unrecognized'],
  ['com.anthropic.errors.AnthropicIoException', 'connection.unrecognized'],
  ['java.net.http.HttpTimeoutException', 'connection.request_timeout'],
  ['java.net.http.HttpConnectTimeoutException', 'connection.connect_timeout'],
  ['*net.OpError', 'connection.unrecognized'],
  ['*net.DNSError', 'connection.dns'],
  ['context.deadlineExceededError', 'connection.request_timeout'],
  ['anthropic.APITimeoutError', 'connection.request_timeout'],
  ['anthropic._exceptions.OverloadedError', 'service.overloaded'],
  ['httpx2.ReadError', 'connection.unrecognized'],
  ['aiohttp.client_exceptions.ClientConnectorError', 'connection.unrecognized'],
  // These say nothing of where a call failed.
  ['*anthropic.Error', 'unknown.unrecognized'],
  ['*url.Error', 'unknown.unrecognized'],
  ['System.Threading.Tasks.TaskCanceledException', 'unknown.unrecognized'],
  ['TimeoutError', 'unknown.unrecognized'],
])('the class %s alone', (name, id) => {
  expect(found({ 'error.type': name })).toBe(id);
});

it.each([
  [
    'httpx.RemoteProtocolError: peer closed connection without sending complete message body (received 62 bytes)',
    'response.interrupted',
  ],
  [
    'httpx2.DecodingError: Error -3 while decompressing data: incorrect header check',
    'endpoint.content_encoding',
  ],
  ['httpx2.ConnectError: [Errno 111] Connection refused', 'connection.refused'],
  ['httpx2.ConnectError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)', 'connection.tls'],
  ["httpx2.LocalProtocolError: Illegal header value b''", 'identity.key_whitespace'],
  ["Request URL is missing an 'http://' or 'https://' protocol.", 'connection.invalid_url'],
])('a connection error is what its cause says: %s', (message, id) => {
  expect(found({ 'error.type': 'anthropic.APIConnectionError' }, message)).toBe(id);
});

describe('an answer that had begun', () => {
  const begun = { 'gen_ai.response.id': 'msg_1', 'gen_ai.request.stream': true };

  it.each([
    ['httpx2.ReadError', '[Errno 104] Connection reset by peer'],
    ['httpx.RemoteProtocolError', 'peer closed connection without sending complete message body'],
    ['ConnectionResetError', ''],
    ['anthropic.APIConnectionError', 'Connection error.'],
    ['connection_error', ''],
  ])('is interrupted by %s %s', (type, message) => {
    expect(found({ ...begun, 'error.type': type }, message)).toBe('response.stream_interrupted');
    expect(found({ 'gen_ai.response.id': 'msg_1', 'error.type': type }, message)).toBe(
      'response.interrupted',
    );
  });

  it('is interrupted by a lost connection beside the status of a success, and by none beside another', () => {
    const lost = { 'error.type': 'connection_error', 'gen_ai.request.stream': true };
    expect(found({ ...lost, 'http.response.status_code': 200 })).toBe('response.stream_interrupted');
    // That of an attempt before.
    expect(found({ ...lost, 'http.response.status_code': 429 })).toBe('connection.unrecognized');
    const late = { 'error.type': 'client_timeout_error', 'http.response.status_code': 200 };
    expect(found(late)).toBe('response.unrecognized');
    expect(found({ 'error.type': 'client_timeout_error' })).toBe('connection.request_timeout');
  });

  it('is a malformed stream where an event does not parse, and nothing of the kind where the message had ended', () => {
    const broken = { 'error.type': 'json.decoder.JSONDecodeError' };
    const message = 'Expecting value: line 1 column 39 (char 38)';
    expect(found({ ...begun, ...broken }, message)).toBe('response.stream_malformed');
    expect(found({ ...begun, ...broken, 'gen_ai.response.finish_reasons': ['end_turn'] }, message)).toBe(
      'response.unrecognized',
    );
    expect(found({ 'gen_ai.response.id': 'msg_1', ...broken }, message)).toBe('response.unrecognized');
    expect(found(broken, message)).toBe('endpoint.malformed_response');
  });
});

describe('a body that the SDK for TypeScript prints as it came', () => {
  it.each([
    ['403 Forbidden', 'PermissionDeniedError', 'endpoint.gateway_refused'],
    ['429 API rate limit exceeded', 'RateLimitError', 'endpoint.gateway_limit'],
    ['RateLimitError: 429 API rate limit exceeded', '_OTHER', 'endpoint.gateway_limit'],
    ['401 Unauthorized', 'AuthenticationError', 'endpoint.gateway_refused'],
  ])('is of something in between, whatever the class: %s', (sentence, type, id) => {
    expect(found({ 'error.type': type }, sentence)).toBe(id);
  });

  it('is not where the body is missing, JSON, or a sentence of the API', () => {
    expect(found({ 'error.type': 'RateLimitError' }, '429 status code (no body)')).toBe(
      'limits.unrecognized',
    );
    expect(
      found({ 'error.type': 'BadRequestError' }, '400 prompt is too long: 210000 tokens > 200000 maximum'),
    ).toBe('request.context_window');
  });
});

it('an abort is known by its sentence where the class has lost its name', () => {
  expect(found({ 'error.type': 'Error' }, 'Request was aborted.')).toBe('connection.aborted');
  expect(found({ 'error.type': '_OTHER' }, 'This operation was aborted')).toBe('connection.aborted');
  expect(found({ 'error.type': 'Error' }, 'Request was aborted by the gateway.')).toBe(
    'unknown.unrecognized',
  );
});
