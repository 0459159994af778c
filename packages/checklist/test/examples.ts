// For each rule: spans it is the verdict on, and near misses with what they are instead.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { apiError, call, connectionError, foreignError, streamError, success } from './spans.ts';

export interface Examples {
  readonly is: readonly SpanAttributes[];
  /** What looks like it and is not, with the verdict there; `undefined` for none. */
  readonly isNot: readonly (readonly [SpanAttributes, string | undefined])[];
}

const PER_MINUTE = (limit: string, kind: string): string =>
  `This request would exceed your organization's rate limit of ${limit} ${kind} per minute (org: 9d50ef40-6cc8-4ca6-9d35-1dc9cf26235c, model: claude-sonnet-4-6). For details, refer to: https://docs.claude.com/en/api/rate-limits. You can see the response headers for current usage.`;
const CREDIT =
  'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.';
const TIER =
  "You have reached your API usage limits: your organization has crossed its monthly API usage threshold, set based on your organization's API tier. You will regain access on 2026-09-01 at 00:00 UTC.";
const CONCURRENT =
  'Number of concurrent connections has exceeded your rate limit. Please try again later or contact sales at https://www.anthropic.com/contact-sales to discuss your options for a rate limit increase.';
const TOO_LONG = 'prompt is too long: 208310 tokens > 200000 maximum';
const MAX_TOKENS =
  'max_tokens: 128001 > 64000, which is the maximum allowed number of output tokens for claude-opus-4-5-20251101';

const unauthorized = (
  shape: 'ok' | 'missing' | 'whitespace' | 'quoted' | 'placeholder' | 'other_vendor' | 'unknown',
  message = 'invalid x-api-key',
) => apiError(401, 'authentication_error', message, { 'anthropic.auth.key_shape': shape });
const badRequest = (message: string, more: SpanAttributes = {}) =>
  apiError(400, 'invalid_request_error', message, more);
const limited = (message: string, more: SpanAttributes = {}) =>
  apiError(429, 'rate_limit_error', message, more);
const recovered = (reasons: string[], more: SpanAttributes = {}) =>
  success({
    'anthropic.retry.outcome': 'recovered',
    'anthropic.retry.reasons': reasons,
    'anthropic.retry.delay': 1.5,
    'http.request.resend_count': reasons.length,
    ...more,
  });

export const examples: Readonly<Record<string, Examples>> = {
  'connection.dns': {
    is: [connectionError('ENOTFOUND'), connectionError('EAI_AGAIN')],
    isNot: [[connectionError('ENOENT'), 'connection.unrecognized']],
  },
  'connection.refused': {
    is: [
      connectionError('ECONNREFUSED'),
      connectionError('ECONNREFUSED', { 'http.request.resend_count': 2 }),
    ],
    // A gateway's own words about its upstream.
    isNot: [
      [
        foreignError(503, 'text', { 'anthropic.error.message': '503 connect ECONNREFUSED 10.0.0.1:443' }),
        'endpoint.gateway_error',
      ],
    ],
  },
  'connection.unreachable': {
    is: [connectionError('ENETUNREACH'), connectionError('EHOSTUNREACH')],
    isNot: [[connectionError('EMFILE'), 'connection.unrecognized']],
  },
  'connection.tls': {
    is: [
      connectionError('SELF_SIGNED_CERT_IN_CHAIN'),
      connectionError('DEPTH_ZERO_SELF_SIGNED_CERT'),
      connectionError('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
      connectionError('CERT_HAS_EXPIRED'),
      connectionError('ERR_TLS_CERT_ALTNAME_INVALID'),
      connectionError('EPROTO'),
    ],
    isNot: [[foreignError(526, 'html'), 'endpoint.gateway_error']],
  },
  'connection.connect_timeout': {
    is: [
      connectionError('UND_ERR_CONNECT_TIMEOUT'),
      connectionError('ETIMEDOUT'),
      connectionError('UND_ERR_CONNECT_TIMEOUT', { 'error.type': 'client_timeout_error' }),
    ],
    isNot: [[connectionError('ENOTFOUND'), 'connection.dns']],
  },
  'connection.request_timeout': {
    is: [
      call({ 'error.type': 'client_timeout_error', 'anthropic.error.message': 'Request timed out.' }),
      // After an attempt with a status.
      call({
        'error.type': 'client_timeout_error',
        'http.response.status_code': 502,
        'http.request.resend_count': 1,
      }),
    ],
    isNot: [[apiError(504, 'timeout_error', 'Request timeout'), 'service.timeout']],
  },
  'connection.reset': {
    is: [connectionError('ECONNRESET'), connectionError('UND_ERR_SOCKET'), connectionError('EPIPE')],
    isNot: [
      [
        streamError('interrupted', {
          'error.type': 'stream_interrupted',
          'anthropic.error.cause_code': 'ECONNRESET',
        }),
        'response.stream_interrupted',
      ],
    ],
  },
  'connection.invalid_url': {
    is: [
      call({
        'error.type': 'client_error',
        'anthropic.error.message': 'Invalid URL',
        'anthropic.error.cause_code': 'ERR_INVALID_URL',
      }),
      call({ 'error.type': 'connection_error', 'anthropic.error.cause_code': 'ERR_INVALID_URL' }),
    ],
    isNot: [[badRequest('Invalid URL in an image source'), 'request.unrecognized']],
  },
  'connection.recovered': {
    is: [
      recovered(['ECONNRESET connection']),
      recovered(['client_timeout_error timeout', 'ECONNRESET connection']),
    ],
    isNot: [
      [
        connectionError('ECONNRESET', {
          'anthropic.retry.reasons': ['ECONNRESET connection'],
          'http.request.resend_count': 1,
        }),
        'connection.reset',
      ],
    ],
  },
  'connection.unrecognized': {
    is: [
      connectionError('ESOMETHINGNEW'),
      call({ 'error.type': 'connection_error', 'anthropic.error.message': 'Connection error.' }),
      call({ 'error.type': 'TypeError' }),
    ],
    isNot: [[call({ 'error.type': 'client_error' }), 'request.unrecognized']],
  },

  'endpoint.gateway_timeout': {
    is: [
      foreignError(504, 'html'),
      foreignError(524, 'html'),
      call({ 'http.response.status_code': 504, 'error.type': '504' }),
    ],
    isNot: [[apiError(504, 'timeout_error', 'Request timeout'), 'service.timeout']],
  },
  'endpoint.gateway_error': {
    is: [
      foreignError(502, 'html'),
      foreignError(503, 'text', { 'anthropic.error.message': '503 no healthy upstream' }),
      foreignError(401, 'json', { 'anthropic.error.message': '401 {"detail":"token missing"}' }),
      foreignError(429, 'html'),
      call({ 'http.response.status_code': 502, 'error.type': '502' }),
    ],
    isNot: [
      // A gateway that passes the API's sentence on in JSON of its own.
      [
        foreignError(400, 'json', {
          'anthropic.error.message': `400 {"error":{"message":"AnthropicException - {\\"type\\":\\"error\\",\\"error\\":{\\"type\\":\\"invalid_request_error\\",\\"message\\":\\"${TOO_LONG}\\"}}","code":"400"}}`,
        }),
        'request.context_window',
      ],
      [apiError(500, 'api_error', 'Internal server error'), 'service.internal'],
    ],
  },
  'endpoint.blocked': {
    is: [
      foreignError(403, 'json', {
        'anthropic.error.message': '403 {"error":{"type":"forbidden","message":"Request not allowed"}}',
      }),
      apiError(403, 'forbidden', 'Request not allowed'),
    ],
    isNot: [[apiError(403, 'permission_error', 'Permission denied'), 'identity.permission']],
  },
  'endpoint.wrong_path': {
    is: [
      apiError(404, 'not_found_error', 'Not Found'),
      foreignError(404, 'html'),
      foreignError(404, 'empty'),
    ],
    isNot: [
      [apiError(404, 'not_found_error', 'model: claude-sonet-4-6'), 'request.model_not_found'],
      [
        apiError(404, 'not_found_error', 'File not found: file_011CNha8iCJcU1wXNR6q4V8w'),
        'request.unrecognized',
      ],
    ],
  },
  'endpoint.malformed_response': {
    is: [
      call({
        'http.response.status_code': 200,
        'error.type': 'malformed_response',
        'anthropic.error.body': 'html',
      }),
    ],
    isNot: [[streamError('malformed', { 'error.type': 'stream_malformed' }), 'response.stream_malformed']],
  },
  'endpoint.recovered': {
    is: [recovered(['502 gateway']), recovered(['502 gateway', '429 rate_limit'])],
    isNot: [
      [
        foreignError(502, 'html', {
          'anthropic.retry.reasons': ['502 gateway'],
          'anthropic.retry.outcome': 'exhausted',
        }),
        'endpoint.gateway_error',
      ],
    ],
  },
  'endpoint.unrecognized': {
    is: [foreignError(302, 'empty'), call({ 'http.response.status_code': 418, 'error.type': '418' })],
    isNot: [[apiError(418, 'invalid_request_error', 'I am a teapot'), 'request.unrecognized']],
  },

  'identity.missing_credentials': {
    is: [
      call({
        'error.type': 'client_error',
        'anthropic.error.message':
          'Could not resolve authentication method. Expected one of apiKey, authToken, credentials, config, or profile to be set. Or for the "Authorization" header to be explicitly omitted',
      }),
      unauthorized('missing', 'x-api-key header is required'),
      apiError(401, 'authentication_error', 'x-api-key header is required'),
    ],
    isNot: [[unauthorized('ok', 'x-api-key header is required'), 'identity.header_stripped']],
  },
  'identity.header_stripped': {
    is: [unauthorized('ok', 'x-api-key header is required')],
    isNot: [[unauthorized('ok'), 'identity.key_invalid']],
  },
  'identity.key_whitespace': {
    is: [unauthorized('whitespace'), unauthorized('quoted')],
    isNot: [
      [unauthorized('ok'), 'identity.key_invalid'],
      [
        unauthorized(
          'whitespace',
          'OAuth token has expired. Please obtain a new token or refresh your existing token.',
        ),
        'identity.token_expired',
      ],
    ],
  },
  'identity.key_wrong_provider': {
    is: [unauthorized('other_vendor'), unauthorized('other_vendor', 'Invalid API key')],
    isNot: [
      [
        apiError(403, 'permission_error', 'Permission denied', {
          'anthropic.auth.key_shape': 'other_vendor',
        }),
        'identity.permission',
      ],
    ],
  },
  'identity.key_placeholder': {
    is: [unauthorized('placeholder')],
    isNot: [[unauthorized('unknown'), 'identity.key_invalid']],
  },
  'identity.token_expired': {
    is: [
      unauthorized(
        'missing',
        'OAuth token has expired. Please obtain a new token or refresh your existing token.',
      ),
    ],
    isNot: [[unauthorized('ok', 'Invalid authentication credentials'), 'identity.key_invalid']],
  },
  'identity.key_invalid': {
    is: [
      unauthorized('ok'),
      unauthorized('unknown', 'Invalid API key'),
      // A span of the SDK alone.
      call({
        'http.response.status_code': 401,
        'error.type': 'authentication_error',
        'anthropic.request.id': 'req_1',
      }),
      apiError(
        401,
        'authentication_error',
        '401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
      ),
    ],
    isNot: [
      [
        unauthorized('ok', 'CORS requests are not allowed for this Organization because of its settings.'),
        'identity.unrecognized',
      ],
    ],
  },
  'identity.permission': {
    is: [apiError(403, 'permission_error', 'You do not have access to this model')],
    isNot: [[foreignError(403, 'html'), 'endpoint.gateway_error']],
  },
  'identity.billing': {
    is: [
      apiError(402, 'billing_error', 'Billing error'),
      badRequest(CREDIT),
      badRequest(
        'You have reached your specified API usage limits. You will regain access on 2026-09-01 at 00:00 UTC.',
      ),
      foreignError(402, 'json', { 'anthropic.error.message': '402 {"error":"insufficient balance"}' }),
    ],
    isNot: [[limited(TIER, { 'anthropic.error.code': 'enforced_spend_limit_reached' }), 'limits.quota']],
  },
  'identity.organization_disabled': {
    is: [
      badRequest('This organization has been disabled.'),
      badRequest('Access is on hold.', { 'anthropic.error.code': 'organization_on_hold' }),
      apiError(403, 'permission_error', 'This organization has been disabled.'),
    ],
    isNot: [
      [
        apiError(
          403,
          'permission_error',
          'OAuth authentication is currently not allowed for this organization.',
        ),
        'identity.permission',
      ],
    ],
  },
  'identity.unrecognized': {
    is: [
      apiError(401, 'authentication_error', 'Something new about keys'),
      call({ 'http.response.status_code': 403, 'error.type': '403' }),
    ],
    isNot: [[apiError(400, 'invalid_request_error', 'Something new about keys'), 'request.unrecognized']],
  },

  'request.missing_field': {
    is: [
      badRequest('max_tokens: Field required'),
      badRequest('messages.0.content: Field required'),
      badRequest('model: Field required'),
    ],
    isNot: [[badRequest('messages: at least one message is required'), 'request.invalid_value']],
  },
  'request.invalid_value': {
    is: [
      badRequest(
        'messages.11: all messages must have non-empty content except for the optional final assistant message',
      ),
      badRequest('temperature: range: 0..1'),
      badRequest('tools.0.custom.input_schema: JSON schema is invalid'),
    ],
    isNot: [[badRequest('This combination of features is not available yet.'), 'request.unrecognized']],
  },
  'request.model_not_found': {
    is: [
      apiError(404, 'not_found_error', 'model: claude-sonet-4-6'),
      apiError(
        404,
        'not_found_error',
        '404 {"type":"error","error":{"type":"not_found_error","message":"model: sonnet4"}}',
      ),
      badRequest('model not found'),
    ],
    isNot: [[badRequest('model: Input should be a valid string'), 'request.invalid_value']],
  },
  'request.max_tokens_too_large': {
    is: [badRequest(MAX_TOKENS)],
    isNot: [[badRequest('max_tokens: must be greater than or equal to 1'), 'request.invalid_value']],
  },
  'request.context_window': {
    is: [
      badRequest(TOO_LONG),
      badRequest('prompt is too long'),
      badRequest(
        'input length and `max_tokens` exceed context limit: 178959 + 64000 > 200000, decrease input length or `max_tokens` and try again',
      ),
    ],
    isNot: [[badRequest(MAX_TOKENS), 'request.max_tokens_too_large']],
  },
  'request.too_large': {
    is: [apiError(413, 'request_too_large', 'Request exceeds the maximum size'), foreignError(413, 'html')],
    isNot: [[badRequest(TOO_LONG), 'request.context_window']],
  },
  'request.unrecognized': {
    is: [
      badRequest('This combination of features is not available yet.'),
      apiError(409, 'conflict_error', 'Conflict'),
      apiError(422, 'invalid_request_error', 'Unprocessable'),
      call({ 'error.type': 'client_error', 'anthropic.error.message': 'path contains a null byte' }),
    ],
    isNot: [[foreignError(400, 'html'), 'endpoint.gateway_error']],
  },

  'limits.requests_per_minute': {
    is: [
      limited(PER_MINUTE('50', 'requests')),
      limited('Rate limited', { 'anthropic.ratelimit.exhausted': ['requests'] }),
    ],
    isNot: [[limited(CONCURRENT), 'limits.concurrency']],
  },
  'limits.input_tokens_per_minute': {
    is: [
      limited(PER_MINUTE('50,000', 'input tokens'), {
        'anthropic.ratelimit.exhausted': ['input_tokens', 'tokens'],
        'anthropic.ratelimit.input_tokens.limit': 50_000,
        'anthropic.ratelimit.input_tokens.remaining': 0,
        'anthropic.ratelimit.input_tokens.reset': 12,
      }),
      limited('Rate limited', { 'anthropic.ratelimit.exhausted': ['tokens', 'input_tokens'] }),
      limited(
        'This request would exceed the rate limit for your organization (0dccdde6-f924-4f1b-bb3b-92ef846e0a5b) of 20,000 input tokens per minute.',
      ),
      foreignError(429, 'json', {
        'anthropic.error.message': `429 {"error":{"message":"${PER_MINUTE('30,000', 'input tokens')}"}}`,
      }),
    ],
    isNot: [
      [
        limited(PER_MINUTE('8,000', 'output tokens'), { 'anthropic.ratelimit.exhausted': ['input_tokens'] }),
        'limits.output_tokens_per_minute',
      ],
    ],
  },
  'limits.output_tokens_per_minute': {
    is: [limited(PER_MINUTE('8,000', 'output tokens'))],
    isNot: [[limited(PER_MINUTE('8,000', 'tokens')), 'limits.tokens_per_minute']],
  },
  'limits.tokens_per_minute': {
    is: [
      limited(PER_MINUTE('58,000', 'tokens')),
      limited('Rate limited', {
        'anthropic.ratelimit.tokens.limit': 58_000,
        'anthropic.ratelimit.tokens.remaining': 0,
      }),
    ],
    isNot: [[limited('Rate limited', { 'anthropic.ratelimit.tokens.remaining': 5 }), 'limits.unrecognized']],
  },
  'limits.concurrency': {
    is: [limited(CONCURRENT), limited(CONCURRENT, { 'anthropic.ratelimit.exhausted': ['requests'] })],
    isNot: [[limited('Rate limited'), 'limits.unrecognized']],
  },
  'limits.acceleration': {
    is: [limited('Slow start, please', { 'anthropic.error.code': 'ramp_limit_exceeded' })],
    isNot: [
      [limited('Slow start, please', { 'anthropic.error.code': 'something_new' }), 'limits.unrecognized'],
    ],
  },
  'limits.quota': {
    is: [
      limited(TIER, { 'anthropic.error.code': 'enforced_spend_limit_reached' }),
      limited('…', { 'anthropic.error.code': 'contract_spend_limit_reached' }),
      limited(TIER, { 'anthropic.ratelimit.exhausted': ['requests'] }),
    ],
    isNot: [[badRequest('You have reached your specified workspace API usage limits.'), 'identity.billing']],
  },
  'limits.near': {
    is: [success({ 'anthropic.ratelimit.input_tokens.remaining': 100_000 })],
    isNot: [
      [success({ 'anthropic.ratelimit.input_tokens.remaining': 200_000 }), undefined],
      [
        recovered(['429 rate_limit'], { 'anthropic.ratelimit.input_tokens.remaining': 100_000 }),
        'limits.recovered',
      ],
      [
        success({ 'anthropic.ratelimit.requests.limit': 0, 'anthropic.ratelimit.requests.remaining': 0 }),
        undefined,
      ],
    ],
  },
  'limits.recovered': {
    is: [
      recovered(['429 rate_limit', '429 rate_limit'], { 'anthropic.ratelimit.exhausted': ['input_tokens'] }),
      recovered(['429 rate_limit', '529 overloaded']),
    ],
    isNot: [[success({ 'http.request.resend_count': 1 }), undefined]],
  },
  'limits.unrecognized': {
    is: [
      limited('Rate limited'),
      limited("This request would exceed your account's rate limit. Please try again later."),
    ],
    isNot: [[foreignError(429, 'html'), 'endpoint.gateway_error']],
  },

  'service.overloaded': {
    is: [
      apiError(529, 'overloaded_error', 'Overloaded', { 'http.request.resend_count': 2 }),
      call({ 'http.response.status_code': 529, 'error.type': '529' }),
      streamError('error_event', {
        'error.type': 'overloaded_error',
        'anthropic.error.message': 'Overloaded',
      }),
      // A span of the SDK alone, after a 200.
      call({
        'http.response.status_code': 200,
        'error.type': 'overloaded_error',
        'anthropic.request.id': 'req_1',
      }),
    ],
    isNot: [[streamError('error_event', { 'error.type': 'api_error' }), 'response.stream_error']],
  },
  'service.internal': {
    is: [
      apiError(500, 'api_error', 'Internal server error'),
      call({ 'http.response.status_code': 500, 'error.type': '500' }),
    ],
    isNot: [
      [
        foreignError(500, 'text', { 'anthropic.error.message': '500 Streaming is required' }),
        'endpoint.gateway_error',
      ],
    ],
  },
  'service.unavailable': {
    is: [apiError(503, 'api_error', 'Service unavailable')],
    isNot: [[foreignError(503, 'html'), 'endpoint.gateway_error']],
  },
  'service.timeout': {
    is: [apiError(504, 'timeout_error', 'Request timeout')],
    isNot: [[foreignError(504, 'html'), 'endpoint.gateway_timeout']],
  },
  'service.recovered': {
    is: [recovered(['529 overloaded']), recovered(['500 server', '529 overloaded'])],
    isNot: [[recovered(['502 gateway']), 'endpoint.recovered']],
  },
  'service.unrecognized': {
    is: [
      apiError(507, 'api_error', 'Something else'),
      call({ 'http.response.status_code': 599, 'error.type': '599' }),
    ],
    isNot: [[foreignError(507, 'html'), 'endpoint.gateway_error']],
  },

  'response.stream_interrupted': {
    is: [
      streamError('interrupted', {
        'error.type': 'stream_interrupted',
        'anthropic.error.message': 'terminated',
      }),
    ],
    isNot: [[success({ 'anthropic.stream.outcome': 'abandoned' }), undefined]],
  },
  'response.stream_incomplete': {
    is: [
      streamError('incomplete', { 'error.type': 'stream_incomplete' }),
      call({ 'http.response.status_code': 200, 'error.type': 'stream_incomplete' }),
    ],
    isNot: [[success({ 'anthropic.stream.outcome': 'aborted' }), undefined]],
  },
  'response.stream_error': {
    is: [
      streamError('error_event', {
        'error.type': 'api_error',
        'anthropic.error.message': 'Internal server error',
      }),
      streamError('error_event', { 'error.type': 'rate_limit_error' }),
      streamError('error_event'),
    ],
    isNot: [[streamError('error_event', { 'error.type': 'overloaded_error' }), 'service.overloaded']],
  },
  'response.stream_malformed': {
    is: [streamError('malformed', { 'error.type': 'stream_malformed' })],
    isNot: [
      [call({ 'http.response.status_code': 200, 'error.type': 'SyntaxError' }), 'response.unrecognized'],
    ],
  },
  'response.stream_timeout': {
    is: [streamError('timeout')],
    isNot: [[call({ 'error.type': 'client_timeout_error' }), 'connection.request_timeout']],
  },
  'response.stream_stalled': {
    is: [success({ 'anthropic.stream.outcome': 'completed', 'anthropic.stream.longest_gap': 42.5 })],
    isNot: [
      [success({ 'anthropic.stream.outcome': 'completed', 'anthropic.stream.longest_gap': 12 }), undefined],
      [streamError('interrupted', { 'anthropic.stream.longest_gap': 60 }), 'response.stream_interrupted'],
    ],
  },
  'response.max_tokens': {
    is: [
      success({ 'anthropic.message.stop_reason': 'max_tokens' }),
      success({
        'anthropic.message.stop_reason': undefined,
        'gen_ai.response.finish_reasons': ['max_tokens'],
      }),
    ],
    isNot: [[success({ 'anthropic.message.stop_reason': 'stop_sequence' }), undefined]],
  },
  'response.context_window': {
    is: [success({ 'anthropic.message.stop_reason': 'model_context_window_exceeded' })],
    isNot: [[badRequest(TOO_LONG), 'request.context_window']],
  },
  'response.refusal': {
    is: [success({ 'anthropic.message.stop_reason': 'refusal' })],
    isNot: [[success({ 'anthropic.message.stop_reason': 'tool_use' }), undefined]],
  },
  'response.paused': {
    is: [success({ 'anthropic.message.stop_reason': 'pause_turn' })],
    isNot: [[success({ 'anthropic.message.stop_reason': 'compaction' }), undefined]],
  },
  'response.unrecognized': {
    is: [
      call({
        'http.response.status_code': 200,
        'error.type': 'client_error',
        'anthropic.request.id': 'req_1',
      }),
    ],
    isNot: [[call({ 'error.type': 'client_error' }), 'request.unrecognized']],
  },
};
