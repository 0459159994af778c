// For each rule: spans it is the diagnosis on, and near misses with what they are instead.
import type { KeyShape, SpanAttributes } from '@sevenstep/semantic-conventions';
import { apiError, call, connectionError, foreignError, streamError, success } from './spans.ts';

interface Examples {
  readonly is: readonly SpanAttributes[];
  /** Look-alikes, each with its own diagnosis; `undefined` for none. */
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

const unauthorized = (shape: KeyShape, message = 'invalid x-api-key') =>
  apiError(401, 'authentication_error', message, { 'anthropic.auth.key_shape': shape });
const unsent = (message: string, shape?: KeyShape) =>
  call({
    'error.type': 'client_error',
    'anthropic.error.message': message,
    ...(shape && { 'anthropic.auth.key_shape': shape }),
  });
const byteString = (code: number): string =>
  `Cannot convert argument to a ByteString because the character at index 20 has a value of ${code} which is greater than 255.`;
const undiciHeader = (header: string, shape?: KeyShape) =>
  connectionError('UND_ERR_INVALID_ARG', {
    'anthropic.error.message': `invalid ${header} header`,
    ...(shape && { 'anthropic.auth.key_shape': shape }),
  });
const cloudless = (platform: keyof typeof CLOUD_HOSTS, message: string, more: SpanAttributes = {}) =>
  call({
    'error.type': 'connection_error',
    'anthropic.error.message': message,
    'anthropic.retry.outcome': 'exhausted',
    'server.address': CLOUD_HOSTS[platform],
    ...more,
  });
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

const coded = (status: number, type: string, code: string) =>
  apiError(status, type, 'The request cannot be served.', { 'anthropic.error.code': code });
const CLOUD_HOSTS = {
  bedrock: 'bedrock-runtime.us-east-1.amazonaws.com',
  vertex: 'us-east5-aiplatform.googleapis.com',
  foundry: 'example.services.ai.azure.com',
} as const;
const cloud = (
  platform: keyof typeof CLOUD_HOSTS,
  status: number,
  message: string,
  more: SpanAttributes = {},
) =>
  call({
    'http.response.status_code': status,
    'error.type': String(status),
    'anthropic.error.body': 'json',
    'anthropic.error.message': message,
    'server.address': CLOUD_HOSTS[platform],
    ...more,
  });

const VERTEX_DISABLED =
  'Vertex AI API has not been used in project 123 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/aiplatform.googleapis.com/overview?project=123 then retry.';
const VERTEX_BILLING =
  'This API method requires billing to be enabled. Please enable billing on project #my-project by visiting https://console.developers.google.com/billing/enable?project=my-project then retry.';
const BEDROCK_KEY = 'Authentication failed: Please make sure your API Key is valid.';

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
        'endpoint.gateway_upstream',
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
    // Cloudflare's: of the connection behind it.
    isNot: [[foreignError(526, 'html'), 'endpoint.gateway_upstream']],
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
      // Node.js, Deno 2.9, Bun 1.4.
      ...[
        'bad port',
        'Fetch failed: Requests to port 1 are blocked',
        "Url scheme 'ftp' not supported",
        'protocol must be http:, https: or s3:',
      ].map((message) => call({ 'error.type': 'connection_error', 'anthropic.error.message': message })),
      call({
        'error.type': 'connection_error',
        'anthropic.error.message':
          'Request cannot be constructed from a URL that includes credentials: https://[redacted]@api.example.com/v1/messages',
      }),
    ],
    isNot: [[badRequest('Invalid URL in an image source'), 'request.unrecognized']],
  },
  'connection.headers_timeout': {
    is: [
      call({
        'error.type': 'client_timeout_error',
        'anthropic.error.message': 'Request timed out.',
        'anthropic.error.cause_code': 'UND_ERR_HEADERS_TIMEOUT',
      }),
      connectionError('UND_ERR_HEADERS_TIMEOUT'),
    ],
    isNot: [
      [
        call({ 'error.type': 'client_timeout_error', 'anthropic.error.message': 'Request timed out.' }),
        'connection.request_timeout',
      ],
      [
        streamError('interrupted', { 'anthropic.error.cause_code': 'UND_ERR_BODY_TIMEOUT' }),
        'response.body_timeout',
      ],
    ],
  },
  'connection.dispatcher': {
    is: [
      connectionError('UND_ERR_INVALID_ARG', { 'anthropic.error.message': 'invalid onRequestStart method' }),
      connectionError('UND_ERR_INVALID_ARG', { 'anthropic.error.message': 'invalid onError method' }),
    ],
    isNot: [
      [
        connectionError('ERR_INVALID_URL', { 'anthropic.error.message': 'Invalid URL' }),
        'connection.invalid_url',
      ],
      [
        connectionError('UND_ERR_INVALID_ARG', { 'anthropic.error.message': 'upgrade should be a string' }),
        'connection.unrecognized',
      ],
    ],
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
    ],
    isNot: [
      [call({ 'error.type': 'client_error' }), 'request.unrecognized'],
      [call({ 'error.type': 'TypeError' }), 'unknown.unrecognized'],
    ],
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
    is: [foreignError(502, 'html'), call({ 'http.response.status_code': 502, 'error.type': '502' })],
    isNot: [
      // A gateway that passes on the API's sentence in its own JSON.
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
        'request.file_unavailable',
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
    is: [
      unauthorized('whitespace'),
      unauthorized('quoted'),
      call({
        'error.type': 'client_error',
        'anthropic.error.message': 'Headers.append: "[redacted]" is an invalid header value.',
        'anthropic.auth.key_shape': 'whitespace',
      }),
      unsent(byteString(0x201c), 'quoted'),
      unsent(byteString(0x3000), 'whitespace'),
      // A span of the SDK alone: the character says it.
      unsent(byteString(0x201d)),
      unsent('Headers.append: "[redacted]" is an invalid header value.'),
    ],
    isNot: [
      [unauthorized('ok'), 'identity.key_invalid'],
      [unauthorized('invisible'), 'identity.key_characters'],
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
  'identity.key_characters': {
    is: [
      unauthorized('masked'),
      unauthorized('invisible'),
      unauthorized('control'),
      unauthorized('non_ascii', 'Invalid API key'),
      unsent(byteString(8226), 'masked'),
      unsent(byteString(0xfffd), 'undecodable'),
      unsent(byteString(0x200b), 'invisible'),
      unsent(byteString(0xff53), 'non_ascii'),
      unsent('Headers.append: "[redacted]" is an invalid header value.', 'control'),
      // Spans of the SDK alone: the character says it.
      unsent(byteString(8226)),
      unsent(byteString(0xfffd)),
      unsent(byteString(0xfeff)),
      unsent(byteString(20320)),
      call({ 'error.type': 'TypeError', 'anthropic.error.message': byteString(8226) }),
      // Control characters get past `Headers`, and undici refuses them.
      undiciHeader('authorization', 'control'),
      undiciHeader('x-api-key', 'control'),
      undiciHeader('authorization'),
      unsent("Header 'Authorization' has invalid value: '[redacted]'", 'invisible'),
    ],
    isNot: [
      [unauthorized('ok'), 'identity.key_invalid'],
      [unauthorized('whitespace'), 'identity.key_whitespace'],
      [unsent(byteString(8226), 'ok'), 'request.header_characters'],
      [undiciHeader('x-team', 'control'), 'request.header_characters'],
      // A gateway's own failure, in the words of its `fetch`.
      [foreignError(500, 'json', { 'anthropic.error.message': byteString(8226) }), 'endpoint.gateway_error'],
    ],
  },
  'request.header_characters': {
    is: [
      unsent(byteString(8217), 'ok'),
      unsent('Headers.append: "[redacted]" is an invalid header value.', 'ok'),
      unsent('Headers.delete: "[redacted]" is an invalid header name.', 'ok'),
      unsent('Headers.delete: "[redacted]" is an invalid header name.', 'whitespace'),
      undiciHeader('x-team', 'ok'),
      undiciHeader('x-team'),
    ],
    isNot: [
      [unsent(byteString(8217)), 'identity.key_whitespace'],
      [
        connectionError('UND_ERR_INVALID_ARG', { 'anthropic.error.message': 'Invalid URL' }),
        'connection.invalid_url',
      ],
    ],
  },
  'identity.key_placeholder': {
    is: [unauthorized('placeholder'), unsent(byteString(0x2026), 'placeholder')],
    isNot: [[unauthorized('unknown'), 'identity.key_invalid']],
  },
  'identity.credentials_unavailable': {
    is: [
      cloudless('bedrock', 'Could not load credentials from any providers'),
      cloudless(
        'bedrock',
        'Failed to resolve AWS credentials from the credential provider chain. connect ETIMEDOUT 169.254.169.254:80',
        { 'anthropic.error.cause_code': 'ETIMEDOUT' },
      ),
      cloudless(
        'bedrock',
        "Failed to resolve AWS credentials from the credential provider chain. ENOENT: no such file or directory, open '/var/run/token'",
        { 'anthropic.error.cause_code': 'ENOENT' },
      ),
      cloudless('bedrock', 'Unable to locate credentials', { 'error.type': 'NoCredentialsError' }),
      cloudless(
        'vertex',
        'Could not load the default credentials. Browse to https://cloud.google.com/docs/authentication/getting-started for more information.',
      ),
      cloudless(
        'vertex',
        'Failed to acquire Google OAuth credentials. request to http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token failed, reason: connect ECONNREFUSED 169.254.169.254:80',
        { 'anthropic.error.cause_code': 'ECONNREFUSED' },
      ),
      cloudless(
        'vertex',
        'Could not refresh access token: request to http://metadata.google.internal./computeMetadata/v1/instance/service-accounts/default/token failed, reason: getaddrinfo ENOTFOUND metadata.google.internal.',
        { 'anthropic.error.cause_code': 'ENOTFOUND' },
      ),
      cloudless('vertex', 'Unable to detect a Project Id in the current environment.'),
      cloudless(
        'foundry',
        'Failed to get token from azureADTokenProvider: ChainedTokenCredential authentication failed.',
      ),
      cloudless(
        'foundry',
        'CredentialUnavailableError: EnvironmentCredential is unavailable. No underlying credential could be used.',
        {
          'error.type': 'CredentialUnavailableError',
        },
      ),
      // Spans of the SDK alone, and of other instrumentations.
      call({
        'gen_ai.provider.name': 'aws.bedrock',
        'gen_ai.request.model': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
        'error.type': 'CredentialsProviderError',
        'anthropic.error.message': 'Could not load credentials from any providers',
      }),
      unsent('The `apiKey` function failed: the vault is sealed'),
      unsent(
        'Failed to reach token endpoint https://api.anthropic.com/v1/oauth/token: TypeError: fetch failed',
      ),
    ],
    isNot: [
      [
        cloudless('bedrock', 'The SSO session associated with this profile has expired.'),
        'identity.token_expired',
      ],
      [
        cloudless('bedrock', 'connect ECONNREFUSED', { 'anthropic.error.cause_code': 'ECONNREFUSED' }),
        'connection.refused',
      ],
      // A gateway that has no credentials itself.
      [
        foreignError(500, 'json', {
          'anthropic.error.message': 'Could not load credentials from any providers',
        }),
        'endpoint.gateway_error',
      ],
      [
        cloud('bedrock', 403, 'The security token included in the request is invalid.'),
        'identity.cloud_credentials',
      ],
    ],
  },
  'identity.token_expired': {
    is: [
      unauthorized(
        'missing',
        'OAuth token has expired. Please obtain a new token or refresh your existing token.',
      ),
      apiError(403, 'permission_error', 'OAuth token has been revoked. Please obtain a new token.'),
      cloudless(
        'bedrock',
        "The SSO session token associated with profile=dev was not found or is invalid. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
      ),
      cloudless('vertex', 'Failed to acquire Google OAuth credentials. invalid_grant'),
      cloudless(
        'vertex',
        'Failed to acquire Google OAuth credentials. {"error":"invalid_grant","error_description":"reauth related error (invalid_rapt)"}',
      ),
      cloudless('foundry', 'AADSTS700082: The refresh token has expired due to inactivity.'),
      cloud('bedrock', 403, 'The security token included in the request is expired'),
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
        'identity.browser_access',
      ],
    ],
  },
  'identity.permission': {
    is: [apiError(403, 'permission_error', 'You do not have access to this model')],
    isNot: [[foreignError(403, 'html'), 'endpoint.gateway_refused']],
  },
  'identity.billing': {
    is: [
      apiError(402, 'billing_error', 'Billing error'),
      badRequest(CREDIT),
      foreignError(402, 'json', { 'anthropic.error.message': '402 {"error":"insufficient balance"}' }),
      cloud('vertex', 403, VERTEX_BILLING, { 'anthropic.error.code': 'PERMISSION_DENIED' }),
      badRequest("You're out of extra usage. Add more at claude.ai/settings/usage and keep going."),
      badRequest(
        'Third-party apps now draw from your extra usage, not your plan limits. Claim it at claude.ai/settings/usage and keep going.',
      ),
    ],
    isNot: [
      [badRequest('The extra usage of this field is not known.'), 'request.unrecognized'],
      [limited(TIER, { 'anthropic.error.code': 'enforced_spend_limit_reached' }), 'limits.quota'],
    ],
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
        'identity.credential_scope',
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
      badRequest('Requests which include `tool_use` or `tool_result` blocks must define tools.'),
      badRequest('tool_choice may only be specified while providing tools.'),
    ],
    isNot: [
      [badRequest('Blocks must define toolsets.'), 'request.unrecognized'],
      [badRequest('messages: Input should be a valid list'), 'request.invalid_value'],
    ],
  },
  'request.invalid_value': {
    is: [
      badRequest('top_p cannot be set to -1 for this model.'),
      badRequest(
        "'claude-opus-4-6' does not support tool types: text_editor_20250429. Did you mean one of bash_20250124, text_editor_20250728?",
      ),
      badRequest('temperature: range: 0..1'),
      badRequest('messages: Input should be a valid list'),
      badRequest('messages must be an array'),
    ],
    isNot: [
      [badRequest('This combination of features is not available yet.'), 'request.unrecognized'],
      [badRequest('The request cannot be set up.'), 'request.unrecognized'],
    ],
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
      badRequest("Invalid model: 'anthropic/claude-opus-4.6'. Please check the model name."),
      badRequest('The requested model is not supported.'),
      badRequest(
        'anthropic_messages: Invalid model name passed in model=claude-opus-nine. Call `/v1/models` to view available models for your key.',
      ),
    ],
    isNot: [
      [badRequest('model: Input should be a valid string'), 'request.invalid_value'],
      [badRequest('The requested model is not supported with citations.'), 'request.unrecognized'],
    ],
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
      foreignError(400, 'json', {
        'anthropic.error.message':
          '400 {"error":{"message":"prompt token count of 128581 exceeds the limit of 128000","code":"model_max_prompt_tokens_exceeded"}}',
      }),
      foreignError(403, 'json', {
        'anthropic.error.message':
          '403 {"message":"Context window exceeded: 120002 tokens exceeds the limit of 120000 tokens"}',
      }),
    ],
    isNot: [
      [badRequest(MAX_TOKENS), 'request.max_tokens_too_large'],
      [
        foreignError(400, 'json', {
          'anthropic.error.message': '400 {"error":{"message":"seat count of 7 exceeds the limit of 5"}}',
        }),
        'endpoint.gateway_error',
      ],
    ],
  },
  'request.too_large': {
    is: [apiError(413, 'request_too_large', 'Request exceeds the maximum size'), foreignError(413, 'html')],
    isNot: [[badRequest(TOO_LONG), 'request.context_window']],
  },
  'request.unrecognized': {
    is: [
      badRequest('This combination of features is not available yet.'),
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
      limited('This request would exceed your rate limit of 0 fast mode input tokens per minute.'),
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
    is: [
      limited('Slow start, please', { 'anthropic.error.code': 'ramp_limit_exceeded' }),
      limited(
        "This request would exceed your organization's maximum usage increase rate for input tokens per minute. Please scale up your input tokens usage more gradually to stay within the acceleration limit.",
      ),
    ],
    isNot: [
      [limited('The maximum usage is reached, increase your rate.'), 'limits.unrecognized'],
      [limited('Slow start, please', { 'anthropic.error.code': 'something_new' }), 'limits.unrecognized'],
    ],
  },
  'limits.quota': {
    is: [
      limited(TIER, { 'anthropic.error.code': 'enforced_spend_limit_reached' }),
      limited('…', { 'anthropic.error.code': 'contract_spend_limit_reached' }),
      limited(TIER, { 'anthropic.ratelimit.exhausted': ['requests'] }),
      limited("You've hit your limit · resets 8pm (Europe/Berlin)"),
      limited('Weekly limit reached · resets 10am (Asia/Seoul)'),
      // The organization set it itself: the API has 400 for it.
      badRequest(
        'You have reached your specified API usage limits. You will regain access on 2026-09-01 at 00:00 UTC.',
      ),
      badRequest('You have reached your specified workspace API usage limits.'),
      call({ 'error.type': '_OTHER', 'anthropic.error.message': 'Claude AI usage limit reached|1753560000' }),
    ],
    isNot: [
      [limited("You've hit your usage limit. Visit https://example.com/usage."), 'limits.unrecognized'],
      [badRequest(CREDIT), 'identity.billing'],
    ],
  },
  'limits.near': {
    is: [
      success({ 'anthropic.ratelimit.input_tokens.remaining': 100_000 }),
      success({
        'anthropic.ratelimit.fast_output_tokens.limit': 10_000,
        'anthropic.ratelimit.fast_output_tokens.remaining': 600,
      }),
      success({ 'anthropic.ratelimit.unified_5h.utilization': 0.97 }),
    ],
    isNot: [
      [success({ 'anthropic.ratelimit.unified_5h.utilization': 0.42 }), undefined],
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
    isNot: [[success({ 'http.request.resend_count': 1 }), 'unknown.recovered']],
  },
  'limits.unrecognized': {
    is: [
      limited('Rate limited'),
      limited("This request would exceed your account's rate limit. Please try again later."),
    ],
    isNot: [[foreignError(429, 'html'), 'endpoint.gateway_limit']],
  },

  'service.overloaded': {
    is: [
      apiError(529, 'overloaded_error', 'Overloaded', { 'http.request.resend_count': 2 }),
      apiError(500, 'api_error', 'Overloaded'),
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
    isNot: [
      [streamError('error_event', { 'error.type': 'api_error' }), 'response.stream_error'],
      [apiError(500, 'api_error', 'Overloaded operators are not known.'), 'service.internal'],
    ],
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
    is: [
      recovered(['529 overloaded']),
      recovered(['500 server', '529 overloaded']),
      recovered(['409 conflict']),
      recovered(['408 timeout']),
      // With `x-should-retry: true`.
      recovered(['400 rejected']),
    ],
    isNot: [
      [recovered(['502 gateway']), 'endpoint.recovered'],
      [recovered(['client_timeout_error timeout']), 'connection.recovered'],
    ],
  },
  'service.request_timeout': {
    is: [
      apiError(408, 'timeout_error', 'Request timeout', { 'anthropic.retry.outcome': 'exhausted' }),
      call({ 'http.response.status_code': 408, 'error.type': '408' }),
    ],
    isNot: [
      [foreignError(408, 'html'), 'endpoint.gateway_error'],
      [apiError(504, 'timeout_error', 'Request timeout'), 'service.timeout'],
      [
        cloud('bedrock', 408, 'The model took too long.', {
          'http.response.header.x-amzn-errortype': ['ModelTimeoutException'],
        }),
        'service.timeout',
      ],
    ],
  },
  'service.conflict': {
    is: [
      apiError(409, 'conflict_error', 'Words.', { 'anthropic.retry.outcome': 'exhausted' }),
      call({ 'http.response.status_code': 409, 'error.type': '409' }),
      call({ 'error.type': 'conflict_error' }),
    ],
    isNot: [
      [foreignError(409, 'html'), 'endpoint.gateway_error'],
      [coded(409, 'conflict_error', 'skill_read_blocked_undecryptable'), 'identity.encryption_key'],
    ],
  },
  'service.unrecognized': {
    is: [
      // The server asked for the retries, with `x-should-retry`.
      apiError(425, 'new_error', 'Words.', { 'anthropic.retry.outcome': 'exhausted' }),
      badRequest('Words.', { 'anthropic.retry.outcome': 'exhausted' }),
      apiError(507, 'api_error', 'Something else'),
      call({ 'http.response.status_code': 599, 'error.type': '599' }),
    ],
    isNot: [[foreignError(507, 'html'), 'endpoint.gateway_error']],
  },

  'endpoint.content_encoding': {
    is: [
      ...['Z_DATA_ERROR', 'Z_BUF_ERROR', 'ERR__ERROR_FORMAT_PADDING_2', 'ZSTD_error_prefix_unknown'].flatMap(
        (code) => [
          streamError('interrupted', { 'anthropic.error.cause_code': code }),
          success({ 'error.type': 'response_interrupted', 'anthropic.error.cause_code': code }),
        ],
      ),
    ],
    isNot: [
      [
        success({ 'error.type': 'response_interrupted', 'anthropic.error.cause_code': 'UND_ERR_SOCKET' }),
        'response.interrupted',
      ],
      [connectionError('Z_DATA_ERROR'), 'connection.unrecognized'],
    ],
  },
  'endpoint.stream_without_events': {
    is: [
      streamError('incomplete', {
        'anthropic.stream.events': 0,
        'anthropic.stream.last_event': undefined,
        'anthropic.stream.open_block': undefined,
      }),
    ],
    isNot: [
      [streamError('incomplete'), 'response.stream_incomplete'],
      [streamError('interrupted', { 'anthropic.stream.events': 0 }), 'response.stream_interrupted'],
    ],
  },
  'response.body_timeout': {
    is: [
      streamError('interrupted', {
        'anthropic.error.cause_code': 'UND_ERR_BODY_TIMEOUT',
        'anthropic.stream.silence': 300.6,
      }),
      success({ 'error.type': 'response_interrupted', 'anthropic.error.cause_code': 'UND_ERR_BODY_TIMEOUT' }),
    ],
    isNot: [
      [
        streamError('interrupted', { 'anthropic.error.cause_code': 'UND_ERR_SOCKET' }),
        'response.stream_interrupted',
      ],
      [connectionError('UND_ERR_HEADERS_TIMEOUT'), 'connection.headers_timeout'],
    ],
  },
  'response.stream_interrupted': {
    is: [
      streamError('interrupted', {
        'error.type': 'stream_interrupted',
        'anthropic.error.message': 'terminated',
      }),
    ],
    isNot: [[success({ 'anthropic.stream.outcome': 'abandoned' }), 'response.stream_abandoned']],
  },
  'response.stream_incomplete': {
    is: [
      streamError('incomplete', { 'error.type': 'stream_incomplete' }),
      call({ 'http.response.status_code': 200, 'error.type': 'stream_incomplete' }),
    ],
    isNot: [[success({ 'anthropic.stream.outcome': 'aborted' }), 'response.stream_abandoned']],
  },
  'response.stream_error': {
    is: [
      streamError('error_event', {
        'error.type': 'api_error',
        'anthropic.error.message': 'Internal server error',
      }),
      streamError('error_event', { 'error.type': 'timeout_error' }),
      streamError('error_event', { 'error.type': 'quantum_error' }),
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

  'connection.proxy': {
    is: [
      call({ 'http.response.status_code': 407, 'error.type': '407', 'anthropic.error.body': 'html' }),
      connectionError('UND_ERR_ABORTED', {
        'anthropic.error.message': 'Proxy response (407) !== 200 when HTTP Tunneling',
      }),
      call({
        'error.type': 'ProxyError',
        'anthropic.error.message': 'Tunnel connection failed: 403 Forbidden',
      }),
      call({ 'error.type': '_OTHER', 'anthropic.error.message': 'CONNECT tunnel failed, response 403' }),
      connectionError('ECONNREFUSED', { 'anthropic.request.proxy': 'process' }),
      connectionError('ENOTFOUND', { 'anthropic.request.proxy': 'client' }),
    ],
    isNot: [
      [connectionError('ECONNREFUSED'), 'connection.refused'],
      [connectionError('ENOTFOUND', { 'anthropic.request.proxy': 'ignored' }), 'connection.dns'],
      [connectionError('ECONNRESET', { 'anthropic.request.proxy': 'client' }), 'connection.reset'],
      [foreignError(403, 'text', { 'http.response.header.via': ['1.1 proxy'] }), 'endpoint.gateway_refused'],
    ],
  },
  'connection.aborted': {
    is: [
      call({ 'anthropic.retry.outcome': 'aborted' }),
      call({
        'anthropic.retry.outcome': 'aborted',
        'anthropic.retry.reasons': ['429 rate_limit'],
        'http.request.resend_count': 1,
      }),
    ],
    isNot: [
      [call(), undefined],
      // Given up while the SDK was waiting: what it was waiting for is the news.
      [
        call({
          'anthropic.retry.outcome': 'aborted',
          'http.response.status_code': 429,
          'anthropic.ratelimit.exhausted': ['requests'],
        }),
        'limits.requests_per_minute',
      ],
    ],
  },

  'connection.deadline': {
    is: [
      call({
        'error.type': 'client_timeout_error',
        'anthropic.error.message': "The deadline of the application's AbortSignal.timeout() passed",
        'anthropic.retry.outcome': 'aborted',
      }),
    ],
    isNot: [
      [
        call({ 'error.type': 'client_timeout_error', 'anthropic.error.message': 'Request timed out.' }),
        'connection.request_timeout',
      ],
      [streamError('timeout'), 'response.stream_timeout'],
    ],
  },

  'endpoint.wrong_platform': {
    is: [
      apiError(404, 'not_found_error', 'model: us.anthropic.claude-sonnet-4-5-20250929-v1:0', {
        'gen_ai.request.model': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      }),
      apiError(404, 'not_found_error', 'model: claude-sonnet-4-5@20250929', {
        'gen_ai.request.model': 'claude-sonnet-4-5@20250929',
      }),
      cloud('bedrock', 400, 'The provided model identifier is invalid.', {
        'gen_ai.request.model': 'claude-sonnet-4-5',
      }),
    ],
    isNot: [
      [
        apiError(404, 'not_found_error', 'model: claude-sonet-4-6', {
          'gen_ai.request.model': 'claude-sonet-4-6',
        }),
        'request.model_not_found',
      ],
      [
        cloud('bedrock', 400, 'The provided model identifier is invalid.', {
          'gen_ai.request.model': 'us.anthropic.claude-sonet-4-5-v1:0',
        }),
        'request.model_not_found',
      ],
      // About the path, or about a file, whatever the model.
      [
        apiError(404, 'not_found_error', 'Not Found', { 'gen_ai.request.model': 'anthropic.claude-v2' }),
        'endpoint.wrong_path',
      ],
      // A custom router with custom names.
      [
        foreignError(404, 'json', {
          'gen_ai.request.model': 'anthropic.claude-v2',
          'server.address': 'gateway.example',
        }),
        'endpoint.wrong_path',
      ],
    ],
  },
  'endpoint.gateway_upstream': {
    is: [
      foreignError(503, 'text', { 'anthropic.error.message': '503 no healthy upstream' }),
      foreignError(522, 'html'),
      foreignError(503, 'text', { 'anthropic.error.message': '503 connect ECONNREFUSED 10.0.0.1:443' }),
      foreignError(500, 'json', { 'anthropic.error.message': 'upstream error: do request failed' }),
      foreignError(424, 'json', {
        'anthropic.error.message': 'No available accounts: no available accounts',
      }),
    ],
    isNot: [
      [foreignError(503, 'html'), 'endpoint.gateway_error'],
      [apiError(503, 'api_error', 'upstream connect error'), 'service.unavailable'],
    ],
  },
  'endpoint.gateway_refused': {
    is: [
      foreignError(401, 'json', { 'anthropic.error.message': '401 {"detail":"token missing"}' }),
      foreignError(403, 'json', { 'anthropic.error.message': '403 Forbidden' }),
      // LiteLLM's own keys.
      foreignError(401, 'api_error', {
        'error.type': 'auth_error',
        'anthropic.error.message': 'Authentication Error, Invalid proxy server token passed.',
      }),
    ],
    isNot: [
      [apiError(401, 'authentication_error', 'invalid x-api-key'), 'identity.key_invalid'],
      [
        foreignError(403, 'html', { 'anthropic.error.message': 'Attention Required! | Cloudflare' }),
        'endpoint.blocked',
      ],
    ],
  },
  'endpoint.gateway_budget': {
    is: [
      foreignError(429, 'json', {
        'anthropic.error.message': 'Budget has been exceeded! Current cost: 26.075, Max budget: 0.25',
      }),
      foreignError(400, 'json', {
        'anthropic.error.message':
          '400 {"error":{"message":"Budget has been exceeded! Current cost: 0.0010747, Max budget: 0.0","type":"auth_error","param":null,"code":400}}',
      }),
      foreignError(400, 'json', {
        'anthropic.error.message': 'Budget has been exceeded! Team=99c74652-6e33-4dbd-93f3-5b545da15ade',
      }),
      foreignError(400, 'json', {
        'anthropic.error.message':
          'ExceededBudget: End User=ishaan3 over budget. Spend=0.00088, Budget=0.0001',
      }),
      ...[
        '预扣费额度失败, 用户剩余额度: ＄0.539534, 需要预扣费额度: ＄2.906176',
        '用户额度不足, 剩余额度: ＄-0.000002',
        '该令牌额度已用尽',
        'token quota is not enough, token remain quota: $95.277350, need quota: $100.781364',
        'Insufficient account balance',
        'Insufficient balance or no resource package. Please recharge.',
      ].map((message) => foreignError(403, 'json', { 'anthropic.error.message': message })),
      foreignError(429, 'json', {
        'anthropic.error.message': 'LiteLLM User: engineer-1, exceeded budget for model=claude-opus-4-8',
      }),
      foreignError(429, 'json', {
        'anthropic.error.message':
          'No deployments available - crossed budget: Exceeded budget for deployment model_name: claude, litellm_params.model: anthropic/claude: 0.363 >= 0.3',
      }),
      // A gateway that writes the API's envelope around it.
      call({
        'http.response.status_code': 400,
        'error.type': 'invalid_request_error',
        'anthropic.error.body': 'api_error',
        'anthropic.error.message': 'Budget has been exceeded! Current cost: 12.1, Max budget: 10.0',
      }),
    ],
    isNot: [
      [
        foreignError(429, 'json', { 'anthropic.error.message': 'API rate limit exceeded' }),
        'endpoint.gateway_limit',
      ],
      [badRequest('Your task budget is not valid.'), 'request.unrecognized'],
      [foreignError(403, 'json', { 'anthropic.error.message': '用户已被封禁' }), 'endpoint.gateway_refused'],
      [badRequest(CREDIT), 'identity.billing'],
    ],
  },
  'endpoint.gateway_limit': {
    is: [
      foreignError(429, 'html'),
      foreignError(429, 'json', { 'anthropic.error.message': 'API rate limit exceeded' }),
      foreignError(429, 'json', {
        'anthropic.error.message':
          '429 {"error":{"message":"当前分组上游负载已饱和，请稍后再试 (request id: 20250423020142)","type":"new_api_error"}}',
      }),
      // sub2api, in the API's envelope.
      call({
        'http.response.status_code': 429,
        'error.type': 'rate_limit_error',
        'anthropic.error.message': 'Upstream rate limit exceeded, please retry later',
      }),
    ],
    isNot: [
      [limited('Rate limited'), 'limits.unrecognized'],
      [limited('Upstream rate limit exceeded, please retry later'), 'limits.unrecognized'],
    ],
  },
  'endpoint.sandbox_restricted': {
    is: [coded(403, 'permission_error', 'sandbox_egress_restricted')],
    isNot: [[apiError(403, 'permission_error', 'Sandbox not allowed'), 'identity.permission']],
  },

  'identity.cloud_permission': {
    is: [
      cloud('bedrock', 403, 'Words of their own', {
        'http.response.header.x-amzn-errortype': ['AccessDeniedException'],
      }),
      cloud('vertex', 403, 'Words of their own', { 'anthropic.error.code': 'PERMISSION_DENIED' }),
      cloud('bedrock', 403, "You don't have access to the model with the specified model ID."),
      cloud(
        'vertex',
        403,
        "Permission 'aiplatform.endpoints.predict' denied on resource (or it may not exist).",
      ),
      cloud('vertex', 403, VERTEX_DISABLED, { 'anthropic.error.code': 'PERMISSION_DENIED' }),
      foreignError(403, 'json', {
        'anthropic.error.message': "You don't have access to the model with the specified model ID.",
      }),
    ],
    isNot: [
      [apiError(403, 'permission_error', 'You do not have access to this model'), 'identity.permission'],
      [cloud('bedrock', 403, 'Something new'), 'identity.unrecognized'],
      [
        cloud('bedrock', 403, 'Something new', { 'error.type': 'PermissionDeniedError' }),
        'identity.unrecognized',
      ],
      [
        cloud('vertex', 403, VERTEX_BILLING, { 'anthropic.error.code': 'PERMISSION_DENIED' }),
        'identity.billing',
      ],
      [
        cloud('bedrock', 403, BEDROCK_KEY, {
          'http.response.header.x-amzn-errortype': ['AccessDeniedException'],
        }),
        'identity.cloud_credentials',
      ],
      // The sentence is closer than the class.
      [
        cloud('bedrock', 403, 'The security token included in the request is expired', {
          'http.response.header.x-amzn-errortype': ['AccessDeniedException'],
        }),
        'identity.token_expired',
      ],
      // IAM in front of a gateway that runs on AWS.
      [
        foreignError(403, 'json', {
          'anthropic.error.message': 'User is not authorized to access this resource',
          'http.response.header.x-amzn-errortype': ['AccessDeniedException'],
        }),
        'endpoint.gateway_refused',
      ],
    ],
  },
  'identity.cloud_credentials': {
    is: [
      cloud('bedrock', 403, 'The security token included in the request is invalid.'),
      cloud(
        'vertex',
        401,
        'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
      ),
      cloud('foundry', 401, 'Access denied due to invalid subscription key or wrong API endpoint.'),
      cloud('bedrock', 403, BEDROCK_KEY),
      cloud('bedrock', 403, `403 {"Message":"${BEDROCK_KEY}"}`, { 'error.type': 'PermissionDeniedError' }),
      cloud('bedrock', 403, 'Invalid API Key format: Must start with pre-defined prefix'),
      apiError(403, 'permission_error', `403 {"Message":"${BEDROCK_KEY}"}`),
    ],
    isNot: [
      [
        cloud('bedrock', 403, 'The security token included in the request is expired'),
        'identity.token_expired',
      ],
      [unauthorized('ok', 'Invalid authentication credentials'), 'identity.key_invalid'],
    ],
  },
  'identity.retried': {
    is: [recovered(['401 unauthorized'])],
    isNot: [
      [recovered(['429 rate_limit']), 'limits.recovered'],
      [unauthorized('ok'), 'identity.key_invalid'],
    ],
  },
  'identity.encryption_key': {
    is: [
      coded(400, 'invalid_request_error', 'cmek_key_disabled'),
      coded(400, 'invalid_request_error', 'cmek_key_network_blocked'),
    ],
    isNot: [[coded(503, 'api_error', 'cmek_key_unreachable'), 'service.encryption_unavailable']],
  },
  'identity.human_review': {
    is: [coded(400, 'invalid_request_error', 'workspace_human_review_disabled')],
    isNot: [
      [coded(400, 'invalid_request_error', 'human_review_not_available'), 'request.unrecognized'],
      [coded(403, 'permission_error', 'workspace_human_review_disabled'), 'identity.permission'],
    ],
  },
  'identity.user_profile': {
    is: [
      coded(400, 'invalid_request_error', 'user_profile_required'),
      coded(403, 'permission_error', 'user_profile_not_billable'),
    ],
    isNot: [[coded(400, 'invalid_request_error', 'user_profile_odd'), 'request.unrecognized']],
  },
  'identity.linked_billing': {
    is: [coded(402, 'billing_error', 'linked_organization_spend_limit_reached')],
    isNot: [[apiError(402, 'billing_error', 'Billing error'), 'identity.billing']],
  },
  'identity.key_creator_left': {
    is: [coded(400, 'invalid_request_error', 'claude_code_key_creator_not_member')],
    isNot: [[coded(400, 'invalid_request_error', 'organization_on_hold'), 'identity.organization_disabled']],
  },
  'identity.browser_access': {
    is: [
      apiError(
        401,
        'authentication_error',
        "CORS requests must set 'anthropic-dangerous-direct-browser-access' header",
      ),
      apiError(
        401,
        'authentication_error',
        'CORS requests are not allowed for this Organization because of its settings. If you believe this in error, contact support at https://support.anthropic.com/.',
      ),
    ],
    isNot: [
      [
        apiError(401, 'authentication_error', 'CORS is not the reason of this refusal.'),
        'identity.unrecognized',
      ],
    ],
  },
  'identity.credential_scope': {
    is: [
      apiError(401, 'authentication_error', 'OAuth authentication is currently not supported.'),
      apiError(
        403,
        'permission_error',
        'OAuth authentication is currently not allowed for this organization.',
      ),
      badRequest(
        'This credential is only authorized for use with Claude Code and cannot be used for other API requests.',
      ),
    ],
    isNot: [
      [badRequest('Claude Code is needed for this request.'), 'request.unrecognized'],
      [
        apiError(403, 'permission_error', 'This action is currently not allowed for this organization.'),
        'identity.permission',
      ],
    ],
  },

  'request.messages_empty': {
    is: [badRequest('messages: at least one message is required')],
    isNot: [[badRequest('messages: Field required'), 'request.missing_field']],
  },
  'request.message_roles': {
    is: [
      badRequest('messages: first message must use the "user" role'),
      badRequest(
        'messages: roles must alternate between "user" and "assistant", but found multiple "user" roles in a row',
      ),
      badRequest(
        'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
      ),
      badRequest(
        'This model does not support assistant message prefill. The conversation must end with a user message.',
      ),
    ],
    isNot: [[badRequest('messages: too many roles'), 'request.invalid_value']],
  },
  'request.empty_content': {
    is: [
      badRequest('messages: text content blocks must be non-empty'),
      badRequest('messages: text content blocks must contain non-whitespace text'),
      badRequest('messages: final assistant content cannot end with trailing whitespace'),
      badRequest(
        'messages.11: all messages must have non-empty content except for the optional final assistant message',
      ),
    ],
    isNot: [[badRequest('messages.0.content: Field required'), 'request.missing_field']],
  },
  'request.media': {
    is: [
      badRequest(
        'messages.0.content.2.image.source.base64: image exceeds 5 MB maximum: 15908784 bytes > 5242880 bytes',
      ),
      badRequest('Could not process image'),
      badRequest('messages.2.content.0.pdf.source.base64.data: The PDF specified was not valid.'),
      badRequest('too many images and documents: 104 + 1 > 100'),
      badRequest('Too much media: 0 document pages + 103 images > 100'),
      badRequest(
        'messages.9.content.5.image.source.base64.data: Image does not match the provided media type image/jpeg',
      ),
      coded(400, 'invalid_request_error', 'image_dimensions_too_large'),
      badRequest(
        'messages.7.content.2.image.source.base64.data: At least one of the image dimensions exceed max allowed size: 8000 pixels',
      ),
    ],
    isNot: [
      [badRequest('messages.0.content.0.image.source.type: Input should be url'), 'request.invalid_value'],
    ],
  },
  'request.cache_control': {
    is: [
      badRequest('A maximum of 4 blocks with cache_control may be provided. Found 5.'),
      badRequest('messages.1124.content.6.text: cache_control cannot be set for empty text blocks'),
      badRequest(
        "messages.15.content.1.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: tools, system, messages.",
      ),
      badRequest(
        "Top-level cache_control has ttl='5m' but the target block already has cache_control with ttl='1h'",
      ),
      cloud('bedrock', 400, 'A maximum of 4 blocks with cache_control may be provided. Found 6.'),
    ],
    isNot: [
      [badRequest('system.0.cache_control.scope: Extra inputs are not permitted'), 'request.unknown_field'],
      [badRequest('messages: text content blocks must be non-empty'), 'request.empty_content'],
    ],
  },
  'request.sampling': {
    is: [
      badRequest('`temperature` and `top_p` cannot both be specified for this model. Please use only one.'),
      badRequest('temperature and top_p cannot both be specified for this model. Please use only one.'),
      badRequest('`temperature` is deprecated for this model.'),
      cloud(
        'bedrock',
        400,
        'The model returned the following errors: `temperature` is deprecated for this model.',
      ),
    ],
    isNot: [
      [badRequest('temperature: range: 0..1'), 'request.invalid_value'],
      [badRequest('`temperature` may only be set to 1 when thinking is enabled.'), 'request.thinking'],
    ],
  },
  'request.mcp_server': {
    is: [
      badRequest(
        "Invalid authorization token for MCP server 'notion'. Please check your token and try again.",
      ),
      badRequest(
        'Authentication error while communicating with MCP server. Please check your authorization token.',
      ),
      badRequest("MCP server 'mcp' is defined but not referenced by any `mcp_toolset` in `tools`."),
    ],
    isNot: [
      [badRequest('Connection error while communicating with MCP server'), 'request.mcp_unreachable'],
      [badRequest('mcp_servers: Extra inputs are not permitted'), 'request.unknown_field'],
    ],
  },
  'request.mcp_unreachable': {
    is: [
      badRequest('Connection error while communicating with MCP server'),
      apiError(500, 'api_error', 'Failed to connect to MCP server'),
    ],
    isNot: [[apiError(500, 'api_error', 'Internal server error'), 'service.internal']],
  },
  'request.output_schema': {
    is: [
      badRequest(
        'The compiled grammar is too large, which would cause performance issues. Simplify your tool schemas or reduce the number of strict tools.',
      ),
      badRequest(
        'Schemas contains too many optional parameters (87), which would make grammar compilation inefficient.',
      ),
      badRequest('Too many strict tools (22). The maximum number of strict tools supported is 20.'),
      badRequest(
        'output_config.format.schema: Invalid schema: The compiled grammar is too large, which would cause performance issues.',
      ),
      badRequest(
        "output_format.schema: For 'object' type, 'additionalProperties: true' is not supported. Please set 'additionalProperties' to false",
      ),
      cloud(
        'bedrock',
        400,
        "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
      ),
    ],
    isNot: [
      [badRequest('There are too many optional parameters here.'), 'request.unrecognized'],
      [badRequest('output_config.format: Extra inputs are not permitted'), 'request.unknown_field'],
      [badRequest('tools.0.input_schema: JSON schema is invalid'), 'request.tool_schema'],
    ],
  },
  'request.tool_schema': {
    is: [
      badRequest(
        'tools.12.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12).',
      ),
      badRequest('tools.0.input_schema: JSON schema is invalid'),
    ],
    isNot: [[badRequest('tools.0.custom.input_schema: Field required'), 'request.missing_field']],
  },
  'request.tool_names': {
    is: [
      badRequest('tools: Tool names must be unique.'),
      badRequest("tools.3.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'"),
      badRequest("Tool reference 'mcp__notion__search' not found in available tools"),
      coded(400, 'invalid_request_error', 'tool_name_conflict'),
    ],
    isNot: [
      [badRequest('tools.3.custom.description: too long'), 'request.invalid_value'],
      [badRequest("Tool 'search' is not ready"), 'request.unrecognized'],
    ],
  },
  'request.tools_limit': {
    is: [coded(400, 'invalid_request_error', 'available_tools_limit_exceeded')],
    isNot: [[badRequest('tools: too many'), 'request.invalid_value']],
  },
  'request.tool_use_mismatch': {
    is: [
      badRequest(
        'Did not find 1 `tool_result` block(s) at the beginning of this message. Messages following `tool_use` blocks must begin with a matching number of `tool_result` blocks.',
      ),
      badRequest(
        'messages.167: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_019P95AL5DFCUyhtgQDcWJ3x. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
      ),
      badRequest(
        "messages.16: the following `tool_use` ids were not found in `tool_result` blocks: {'toolu_01F3QwPNjHdseiVQ4uGk2JHq'}",
      ),
      badRequest(
        'messages.7.content.0: unexpected `tool_use_id` found in `advisor_tool_result` blocks: srvtoolu_01JjfQsdhSJkT7qLCL7Pj9jc.',
      ),
      // Vertex AI wraps the API's envelope in its own.
      foreignError(400, 'json', {
        'anthropic.error.message':
          '{"type":"error","error":{"type":"invalid_request_error","message":"messages.243: `tool_use` ids were found without `tool_result` blocks immediately after: bash-uOQIdN0O."},"request_id":"req_vrtx_011CX8LKNqFusFUVvygN5vEH"}',
      }),
    ],
    isNot: [[badRequest('messages.0.content.0.tool_use.id: Field required'), 'request.missing_field']],
  },
  'request.thinking': {
    is: [
      badRequest('`max_tokens` must be greater than `thinking.budget_tokens`.'),
      badRequest('thinking.enabled.budget_tokens: Input should be greater than or equal to 1024'),
      badRequest('`temperature` may only be set to 1 when thinking is enabled.'),
      badRequest(
        '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
      ),
      badRequest(
        'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final `assistant` message must start with a thinking block.',
      ),
      badRequest(
        'messages.25.content.3: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified.',
      ),
      badRequest(
        'messages.5.content.0: If an assistant message contains any thinking blocks, the first block must be `thinking` or `redacted_thinking`. Found `text`.',
      ),
      badRequest('messages.1: The final block in an assistant message cannot be `thinking`.'),
      badRequest('messages.1.content.0.thinking: each thinking block must contain thinking'),
    ],
    isNot: [
      [badRequest('thinking.type: Field required'), 'request.missing_field'],
      [badRequest('thinking.foo: Extra inputs are not permitted'), 'request.unknown_field'],
    ],
  },
  'request.beta_or_version': {
    is: [
      badRequest(
        'Unexpected value(s) `effort-2025-11-24` for the `anthropic-beta` header. Please consult our documentation at docs.anthropic.com or try again without the header.',
      ),
      badRequest('invalid beta flag'),
      badRequest('The long context beta is not yet available for this subscription.'),
      badRequest('This authentication style is incompatible with the long context beta header.'),
      badRequest(
        'Fast mode is currently available in research preview in Claude Code. It is not yet available via API.',
      ),
      badRequest('anthropic-version: header is required'),
      badRequest('anthropic-version: "2023-06-01, 2023-06-01" is not a valid version'),
      coded(400, 'invalid_request_error', 'organization_not_enrolled_in_beta'),
    ],
    isNot: [
      [badRequest('betas: Input should be a valid list'), 'request.invalid_value'],
      [badRequest('anthropic-version: 2023-06-01'), 'request.invalid_value'],
    ],
  },
  'request.unknown_field': {
    is: [
      badRequest('context_management: Extra inputs are not permitted'),
      badRequest('messages.65.content.1.tool_use.text: Extra inputs are not permitted'),
      foreignError(400, 'json', {
        'anthropic.error.message': '{"message":"context_management: Extra inputs are not permitted"}',
      }),
    ],
    isNot: [[badRequest('context_management: Input should be an object'), 'request.invalid_value']],
  },
  'request.malformed_json': {
    is: [
      badRequest(
        'The request body is not valid JSON: no low surrogate in string: line 1 column 195621 (char 195620)',
      ),
      badRequest('Failed to parse JSON: '),
    ],
    isNot: [[badRequest('JSON is not allowed here.'), 'request.unrecognized']],
  },
  'request.encoding': {
    is: [
      coded(400, 'invalid_request_error', 'request_body_encoding_unsupported'),
      coded(400, 'invalid_request_error', 'unsupported_charset'),
    ],
    isNot: [[badRequest('The encoding is odd.'), 'request.unrecognized']],
  },
  'request.upload_timeout': {
    is: [coded(400, 'invalid_request_error', 'request_body_timeout')],
    isNot: [[foreignError(408, 'text'), 'endpoint.gateway_error']],
  },
  'request.content_policy': {
    is: [
      badRequest('Output blocked by content filtering policy'),
      streamError('error_event', {
        'error.type': 'invalid_request_error',
        'anthropic.error.message': 'Output blocked by content filtering policy',
      }),
    ],
    isNot: [[success({ 'anthropic.message.stop_reason': 'refusal' }), 'response.refusal']],
  },
  'request.streaming_required': {
    is: [
      // Another instrumentation's span around `messages.create`.
      call({
        'error.type': 'AnthropicError',
        'anthropic.error.message':
          'Streaming is required for operations that may take longer than 10 minutes. See https://platform.claude.com/docs/en/cli-sdks-libraries/sdks/typescript#long-requests for more details',
      }),
      foreignError(500, 'json', {
        'anthropic.error.message':
          '{"error":{"message":"Streaming is required for operations that may take longer than 10 minutes."}}',
      }),
    ],
    isNot: [
      [
        foreignError(500, 'text', { 'anthropic.error.message': '500 Streaming is required' }),
        'endpoint.gateway_error',
      ],
    ],
  },
  'request.inference_profile': {
    is: [
      cloud(
        'bedrock',
        400,
        'Invocation of model ID anthropic.claude-sonnet-4-20250514-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
      ),
    ],
    isNot: [
      [
        cloud('bedrock', 400, 'The provided model identifier is invalid.', {
          'gen_ai.request.model': 'anthropic.claude-sonet',
        }),
        'request.model_not_found',
      ],
    ],
  },
  'request.compaction': {
    is: [
      coded(400, 'invalid_request_error', 'compaction_block_misplaced'),
      coded(400, 'invalid_request_error', 'compaction_signature_invalid'),
    ],
    isNot: [[coded(529, 'overloaded_error', 'compaction_unavailable'), 'service.compaction_unavailable']],
  },
  'request.thread': {
    is: [
      coded(404, 'not_found_error', 'thread_not_found'),
      coded(400, 'invalid_request_error', 'thread_already_continued'),
    ],
    isNot: [[apiError(404, 'not_found_error', 'Not Found'), 'endpoint.wrong_path']],
  },
  'request.file_unavailable': {
    is: [
      apiError(404, 'not_found_error', 'File not found: file_011CNha8iCJcU1wXNR6q4V8w'),
      coded(404, 'not_found_error', 'file_expired'),
    ],
    isNot: [[apiError(404, 'not_found_error', 'Batch msgbatch_1 is gone'), 'request.unrecognized']],
  },
  'request.client_version': {
    is: [coded(400, 'invalid_request_error', 'claude_code_version_too_old')],
    isNot: [[badRequest('This version is too old.'), 'request.unrecognized']],
  },

  'limits.tokens_per_day': {
    is: [
      limited(
        'Number of request tokens has exceeded your daily rate limit (https://docs.anthropic.com/en/api/rate-limits); see the response headers for current usage.',
      ),
      limited("This request would exceed your organization's rate limit of 2,500,000 tokens per day.", {
        'anthropic.ratelimit.exhausted': ['tokens'],
      }),
    ],
    isNot: [[limited(PER_MINUTE('58,000', 'tokens')), 'limits.tokens_per_minute']],
  },
  'limits.cloud_quota': {
    is: [
      cloud('bedrock', 429, 'Too many tokens, please wait before trying again.'),
      cloud(
        'vertex',
        429,
        '[{"error":{"code":429,"message":"Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model with base model: anthropic-claude-3-5-sonnet-v2.","status":"RESOURCE_EXHAUSTED"}}]',
      ),
      foreignError(429, 'json', {
        'anthropic.error.message':
          'Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model with base model: anthropic-claude-sonnet-4.',
      }),
      cloud(
        'foundry',
        429,
        'Requests to the Messages Operation under Azure AI Services have exceeded token rate limit of your current AIServices S0 pricing tier.',
      ),
    ],
    isNot: [
      [
        foreignError(429, 'json', { 'anthropic.error.message': 'Too Many Requests' }),
        'endpoint.gateway_limit',
      ],
    ],
  },
  'limits.long_context': {
    is: [
      limited('Extra usage is required for long context requests.'),
      limited('Extra usage is required for 1M context'),
    ],
    isNot: [[limited('Usage is high for long requests.'), 'limits.unrecognized']],
  },
  'limits.file_storage': {
    is: [coded(400, 'invalid_request_error', 'storage_quota_exceeded')],
    isNot: [[badRequest('The quota is exceeded.'), 'request.unrecognized']],
  },

  'service.compaction_unavailable': {
    is: [coded(529, 'overloaded_error', 'compaction_unavailable')],
    isNot: [[apiError(529, 'overloaded_error', 'Overloaded'), 'service.overloaded']],
  },
  'service.encryption_unavailable': {
    is: [
      coded(503, 'api_error', 'cmek_key_unreachable'),
      coded(503, 'api_error', 'cmek_context_unavailable'),
    ],
    isNot: [[apiError(503, 'api_error', 'Service unavailable'), 'service.unavailable']],
  },

  'response.interrupted': {
    is: [
      call({
        'http.response.status_code': 200,
        'error.type': 'response_interrupted',
        'anthropic.error.message': 'other side closed',
        'anthropic.error.cause_code': 'UND_ERR_SOCKET',
        'anthropic.request.id': 'req_1',
      }),
    ],
    isNot: [
      [streamError('interrupted', { 'error.type': 'stream_interrupted' }), 'response.stream_interrupted'],
      [connectionError('UND_ERR_SOCKET'), 'connection.reset'],
    ],
  },
  'response.stream_abandoned': {
    is: [
      success({ 'anthropic.stream.outcome': 'abandoned', 'anthropic.stream.events': 3 }),
      success({ 'anthropic.stream.outcome': 'aborted', 'anthropic.retry.outcome': 'aborted' }),
      // While a body came that is no stream.
      success({ 'anthropic.retry.outcome': 'aborted' }),
    ],
    isNot: [
      [success({ 'anthropic.stream.outcome': 'completed' }), undefined],
      [call({ 'anthropic.retry.outcome': 'aborted' }), 'connection.aborted'],
      [streamError('timeout'), 'response.stream_timeout'],
    ],
  },
  'response.slow_consumer': {
    is: [success({ 'anthropic.stream.outcome': 'completed', 'anthropic.stream.consumer_wait': 45 })],
    isNot: [
      [success({ 'anthropic.stream.outcome': 'completed', 'anthropic.stream.consumer_wait': 4 }), undefined],
      [streamError('interrupted', { 'anthropic.stream.consumer_wait': 60 }), 'response.stream_interrupted'],
    ],
  },
  'response.empty': {
    is: [
      success({
        'anthropic.stream.outcome': 'completed',
        'anthropic.stream.events': 4,
        'anthropic.stream.output_characters': 0,
      }),
      success({ 'anthropic.message.content_blocks': 0 }),
    ],
    isNot: [
      [success({ 'anthropic.message.content_blocks': 1 }), undefined],
      [
        success({ 'anthropic.stream.outcome': 'completed', 'anthropic.stream.output_characters': 12 }),
        undefined,
      ],
      [
        success({
          'anthropic.stream.outcome': 'completed',
          'anthropic.stream.output_characters': 0,
          'anthropic.message.stop_reason': 'tool_use',
        }),
        undefined,
      ],
    ],
  },
  'unknown.unrecognized': {
    is: [
      call({ 'error.type': '_OTHER' }),
      call({ 'error.type': 'TypeError', 'anthropic.error.message': 'Something odd' }),
    ],
    isNot: [
      [call({ 'error.type': 'anthropic.APIConnectionError' }), 'connection.unrecognized'],
      [call({ 'error.type': '_OTHER', 'gen_ai.response.id': 'msg_1' }), 'response.unrecognized'],
    ],
  },
  'unknown.recovered': {
    is: [call({ 'http.request.resend_count': 2, 'http.response.status_code': 200 })],
    isNot: [
      [
        call({ 'http.request.resend_count': 2, 'anthropic.retry.reasons': ['529 overloaded'] }),
        'service.recovered',
      ],
      [call({ 'http.request.resend_count': 2, 'error.type': '_OTHER' }), 'unknown.unrecognized'],
    ],
  },
  'response.tool_input_invalid': {
    is: [
      call({
        'http.response.status_code': 200,
        'error.type': 'client_error',
        'anthropic.error.message':
          'Unable to parse tool parameter JSON from model. Please retry your request or adjust your prompt. Error: SyntaxError. JSON: {"city": "Par',
        'anthropic.message.stop_reason': 'max_tokens',
      }),
    ],
    isNot: [
      [call({ 'http.response.status_code': 200, 'error.type': 'client_error' }), 'response.unrecognized'],
    ],
  },
};
