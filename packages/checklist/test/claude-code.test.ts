// The telemetry of Claude Code 2.1.332: which spans and log records are calls, and their facts.
import { expect, test } from 'vitest';
import { diagnose, readTelemetry, type TelemetryRecord } from '../src/index.ts';

const SCOPE = 'com.anthropic.claude_code.tracing';
const LOG_SCOPE = 'com.anthropic.claude_code.events';
const PROVIDER = { 'gen_ai.provider.name': 'anthropic', 'terminal.type': 'non-interactive' };

const request = (attributes: TelemetryRecord['attributes'], attempts = [1]): TelemetryRecord => ({
  scope: SCOPE,
  name: 'claude_code.llm_request',
  failed: attributes.success === false,
  statusMessage: typeof attributes.error === 'string' ? attributes.error : undefined,
  attributes: { ...PROVIDER, 'span.type': 'llm_request', model: 'claude-sonnet-5', ...attributes },
  events: attempts.map((attempt) => ({ name: 'gen_ai.request.attempt', attributes: { attempt } })),
});

const record = (event: string, attributes: TelemetryRecord['attributes']): TelemetryRecord => ({
  scope: LOG_SCOPE,
  name: event,
  body: `claude_code.${event}`,
  attributes: { 'event.name': event, 'anthropic.provider': 'firstParty', ...attributes },
});

const diagnosed = (telemetry: TelemetryRecord) => {
  const { role, attributes, statusMessage } = readTelemetry(telemetry);
  expect(role).toBe('call');
  return diagnose(attributes, { statusMessage });
};

test.each([
  ['claude_code.llm_request', 'call'],
  ['claude_code.interaction', 'agent'],
  ['claude_code.subagent.spawn', 'agent'],
  ['claude_code.tool', 'tool'],
  ['claude_code.tool.execution', 'tool'],
  ['claude_code.tool.blocked_on_user', 'tool'],
  ['claude_code.hook', 'tool'],
  ['claude_code.something_new', undefined],
])('the span %s, which names the provider, is %s', (name, role) => {
  const type = name.replace('claude_code.', '');
  // A tool that failed, too.
  const attributes = { ...PROVIDER, 'span.type': type, 'error.type': 'tool_error' };
  expect(readTelemetry({ scope: SCOPE, name, failed: true, attributes }).role).toBe(role);
  // As a store may give it back.
  expect(readTelemetry({ attributes }).role).toBe(role);
});

test.each(['user_prompt', 'tool_result', 'assistant_response', 'api_request_body', 'hook_execution_start'])(
  'the record %s is no call, whatever a person typed or a tool printed',
  (event) => {
    const said = 'Error: 401 authentication_error: invalid x-api-key';
    expect(
      readTelemetry(record(event, { prompt: said, error: said, success: 'false' })).role,
    ).toBeUndefined();
  },
);

const OVERLOADED = { error: 'Overloaded', status_code: 529, request_id: 'req_1' };

test('a failed call has the status, the request id, the number of attempts and the type of the API', () => {
  const failed = request(
    {
      ...OVERLOADED,
      success: false,
      error_class: 'server_overload',
      attempt: 3,
      'gen_ai.response.id': 'req_1',
    },
    [1, 2, 3],
  );
  expect(readTelemetry(failed).attributes).toMatchObject({
    'http.response.status_code': 529,
    'anthropic.request.id': 'req_1',
    'http.request.resend_count': 2,
    'error.type': 'overloaded_error',
  });
  // It writes the id of the request where the id of the message belongs.
  expect(readTelemetry(failed).attributes).not.toHaveProperty('gen_ai.response.id');
  expect(diagnosed(failed)).toMatchObject({
    id: 'service.overloaded',
    evidence: expect.arrayContaining(['3 attempts']),
  });
});

test.each<[what: string, telemetry: TelemetryRecord, id: string]>([
  ['an error in the log', record('api_error', { ...OVERLOADED, attempt: 3 }), 'service.overloaded'],
  [
    'the last record of retries, which has no request id',
    record('api_retries_exhausted', { error: 'Request timeout', status_code: 504, total_attempts: 3 }),
    'service.timeout',
  ],
  [
    'values that are texts, as older versions have them',
    record('api_error', { ...OVERLOADED, status_code: '529' }),
    'service.overloaded',
  ],
  [
    'no status, written as a text',
    record('api_error', { error: 'Request timed out.', status_code: 'undefined' }),
    'connection.request_timeout',
  ],
  ['a refusal', record('api_refusal', { model: 'claude-sonnet-5', request_id: 'req_1' }), 'response.refusal'],
  ['a retry that helped', request({ success: true, attempt: 2 }, [1, 2]), 'unknown.recovered'],
  [
    'a stream that failed, and a call without one',
    request({ success: true, attempt: 1 }, [1, 1]),
    'unknown.recovered',
  ],
  [
    'no connection',
    request({ success: false, error: 'Connection error.', error_class: 'connection_error' }),
    'connection.unrecognized',
  ],
  [
    'a certificate that is not trusted',
    request({ success: false, error: 'Connection error.', error_class: 'ssl_cert_error' }),
    'connection.tls',
  ],
  [
    'a person who pressed Esc',
    request({ success: false, error: 'Request was aborted.', error_class: 'aborted' }),
    'connection.aborted',
  ],
  [
    'a stream that fell silent',
    request({
      success: false,
      error: 'Stream idle timeout - partial response received',
      error_class: 'stream_idle_timeout',
    }),
    'response.stream_timeout',
  ],
  [
    'an error event in a stream',
    request({ success: false, error: 'Overloaded', error_class: 'in_band_overloaded_error' }),
    'service.overloaded',
  ],
  [
    "the API's code, where the class is one",
    request({
      success: false,
      status_code: 400,
      error: 'Please update.',
      error_class: 'claude_code_version_too_old',
      request_id: 'req_1',
    }),
    'request.client_version',
  ],
  [
    'a key that did not arrive: without one nothing is sent',
    request({ success: false, status_code: 401, error: 'x-api-key header is required', request_id: 'req_1' }),
    'identity.header_stripped',
  ],
  [
    'a connection that broke while the answer was read',
    request({
      success: false,
      error:
        'ECONNRESET: The socket connection was closed unexpectedly. For more information, pass `verbose: true`',
      error_class: 'connection_error',
    }),
    'response.interrupted',
  ],
  [
    'a body in another encoding',
    request({
      success: false,
      error: 'ZlibError fetching "http://127.0.0.1/v1/messages". For more information, pass',
    }),
    'endpoint.content_encoding',
  ],
  [
    "a gateway's page",
    request({ success: false, status_code: 502, error: '502 <html><h1>502 Bad Gateway</h1></html>' }),
    'endpoint.gateway_error',
  ],
  [
    "a gateway's limit",
    request({ success: false, status_code: 429, error: '429 API rate limit exceeded' }),
    'endpoint.gateway_limit',
  ],
  [
    "a gateway's refusal",
    request({ success: false, status_code: 403, error: '403 Forbidden' }),
    'endpoint.gateway_refused',
  ],
  [
    'a refusal of Bedrock, which has no request id',
    request({
      success: false,
      status_code: 403,
      error: '403 The security token included in the request is invalid.',
      model: 'us.anthropic.claude-sonnet-5-v1:0',
    }),
    'identity.cloud_credentials',
  ],
  [
    'a key that no header can carry',
    request({
      success: false,
      error:
        'Invalid X-Api-Key header value from ANTHROPIC_API_KEY: it contains a non-ASCII character at character 8 (15 characters).',
      attempt: 0,
    }),
    'identity.key_characters',
  ],
  [
    'a header of the user that cannot be sent',
    request({
      success: false,
      error:
        'Invalid value for distinct header 1 of 1 parsed from ANTHROPIC_CUSTOM_HEADERS: it contains a typographic quote (U+2019) at character 14',
      attempt: 0,
    }),
    'request.header_characters',
  ],
])('%s', (_, telemetry, id) => {
  expect(diagnosed(telemetry)?.id).toBe(id);
});

test.each<[what: string, telemetry: TelemetryRecord]>([
  ['a span', request({ success: true, attempt: 1, stop_reason: 'end_turn', output_tokens: 5 })],
  ['a record', record('api_request', { model: 'claude-sonnet-5', output_tokens: 5, request_id: 'req_1' })],
])('a call that went well has no finding: %s', (_, telemetry) => {
  expect(diagnosed(telemetry)).toBeUndefined();
});

test('tokens that were cached count as input, and a cloud is the provider', () => {
  const { attributes } = readTelemetry(
    record('api_request', {
      model: 'us.anthropic.claude-sonnet-5-v1:0',
      'anthropic.provider': 'bedrock',
      input_tokens: 2,
      cache_read_tokens: 30,
      cache_creation_tokens: 400,
    }),
  );
  expect(attributes).toMatchObject({
    'gen_ai.usage.input_tokens': 432,
    'gen_ai.provider.name': 'aws.bedrock',
    'gen_ai.request.model': 'us.anthropic.claude-sonnet-5-v1:0',
  });
});

test('what was read reads the same again, without the events of the attempts', () => {
  const first = readTelemetry(request({ success: true, attempt: 2 }, [1, 2, 1, 2])).attributes;
  expect(first).toMatchObject({ 'http.request.resend_count': 3 });
  expect(readTelemetry({ attributes: first }).attributes).toEqual(first);
});
