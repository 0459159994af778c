// Spans of software without a sender in `test/dialects`: records in the form of dumps that people published, with other values.
import { expect, it } from 'vitest';
import { diagnose, readTelemetry, type TelemetryRecord, withAttempts } from '../src/index.ts';

/** The id of the diagnosis; `healthy` for a call without one, `undefined` if it is not a call of Claude. */
function verdict(record: TelemetryRecord): string | undefined {
  const { role, attributes, statusMessage } = readTelemetry(record);
  if (role !== 'call') return undefined;
  return diagnose(attributes, { statusMessage })?.id ?? 'healthy';
}

const failedWith = (statusMessage: string, type?: string): Partial<TelemetryRecord> => ({
  failed: true,
  statusMessage,
  ...(type !== undefined && {
    events: [
      { name: 'exception', attributes: { 'exception.type': type, 'exception.message': statusMessage } },
    ],
  }),
});
const envelope = (type: string, message: string) =>
  `{"type":"error","error":{"type":"${type}","message":"${message}"}}`;

const MONOCLE = { 'monocle_apptrace.version': '0.7.1', 'span.type': 'inference' };
const MONOCLE_CLAUDE = {
  ...MONOCLE,
  'entity.1.type': 'inference.anthropic',
  'entity.2.name': 'claude-opus-5',
};
const OPENINFERENCE = { 'openinference.span.kind': 'LLM' };
const MLFLOW = {
  'mlflow.spanType': '"CHAT_MODEL"',
  'mlflow.llm.provider': '"anthropic"',
  'mlflow.llm.model': '"claude-sonnet-5"',
};
const mlflowAnswer = (reason: string) => ({
  'mlflow.spanOutputs': JSON.stringify({
    id: 'msg_1',
    type: 'message',
    content: [{ type: 'text', text: 'Hello' }],
    stop_reason: reason,
  }),
  'mlflow.chat.tokenUsage': '{"input_tokens": 25, "output_tokens": 64}',
});
const STRANDS = {
  'gen_ai.system': 'strands-agents',
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'us.anthropic.claude-opus-5-v1:0',
};

it.each<readonly [what: string, record: TelemetryRecord, id: string | undefined]>([
  [
    'Monocle, a rejected key',
    {
      attributes: MONOCLE_CLAUDE,
      ...failedWith(
        "Error code: 401 - {'type': 'error', 'error': {'type': 'authentication_error', 'message': 'invalid x-api-key'}}",
        'anthropic.AuthenticationError',
      ),
    },
    'identity.key_invalid',
  ],
  [
    'Monocle, an answer that is cut off',
    {
      attributes: MONOCLE_CLAUDE,
      events: [
        { name: 'data.output', attributes: { finish_reason: 'max_tokens' } },
        { name: 'metadata', attributes: { completion_tokens: 64 } },
      ],
    },
    'response.max_tokens',
  ],
  ['Monocle, a whole answer', { attributes: MONOCLE_CLAUDE }, 'healthy'],
  [
    'Monocle, a workflow',
    { attributes: { ...MONOCLE_CLAUDE, 'span.type': 'workflow' }, ...failedWith('Overloaded') },
    undefined,
  ],
  [
    'Monocle, a model of OpenAI',
    {
      attributes: { ...MONOCLE, 'entity.1.type': 'inference.openai', 'entity.2.name': 'gpt-5' },
      ...failedWith('Error code: 429 - rate limited'),
    },
    undefined,
  ],
  [
    "Datadog's tracer for Python",
    {
      attributes: {
        '_dd.llmobs.model_provider': 'anthropic',
        '_dd.llmobs.span_kind': 'llm',
        '_dd.llmobs.model_name': 'claude-opus-5',
        'error.type': 'anthropic.RateLimitError',
        'error.message': `Error code: 429 - ${envelope('rate_limit_error', 'Your account has hit a rate limit.')}`,
      },
      failed: true,
    },
    'limits.unrecognized',
  ],
  [
    'a span of LiteLLM without model and provider',
    {
      attributes: OPENINFERENCE,
      ...failedWith(
        `litellm.InternalServerError: AnthropicError - ${envelope('overloaded_error', 'Overloaded')}`,
        'litellm.exceptions.InternalServerError',
      ),
    },
    'service.overloaded',
  ],
  [
    'the same of another vendor',
    {
      attributes: OPENINFERENCE,
      ...failedWith(
        'litellm.AuthenticationError: OpenAIException - Incorrect API key provided: sk-abc',
        'litellm.exceptions.AuthenticationError',
      ),
    },
    undefined,
  ],
  [
    'the same that only repeats what another vendor says of Anthropic',
    {
      attributes: { ...OPENINFERENCE, 'llm.provider': 'openai' },
      ...failedWith('AnthropicException - is no model of ours'),
    },
    undefined,
  ],
  [
    "LiteLLM's own span that failed before it knew the model",
    {
      scope: 'litellm',
      attributes: {
        'error.llm_provider': 'anthropic',
        'error.code': '529',
        'error.type': 'InternalServerError',
      },
      ...failedWith(
        `litellm.InternalServerError: AnthropicException - ${envelope('overloaded_error', 'Overloaded')}`,
      ),
    },
    'service.overloaded',
  ],
  [
    'a framework that names itself as the provider',
    {
      attributes: STRANDS,
      ...failedWith(
        'An error occurred (ThrottlingException) when calling the Converse operation: Too many requests, please wait before trying again.',
        'botocore.errorfactory.ThrottlingException',
      ),
    },
    'limits.cloud_quota',
  ],
  [
    "a stop reason in the event of the answer of the conventions' 1.36",
    { attributes: STRANDS, events: [{ name: 'gen_ai.choice', attributes: { finish_reason: 'max_tokens' } }] },
    'response.max_tokens',
  ],
  [
    "Claude's name on a model of another vendor's API",
    {
      attributes: { 'gen_ai.system': 'openrouter', 'gen_ai.request.model': 'anthropic/claude-opus-5' },
      ...failedWith('402 Insufficient credits'),
    },
    undefined,
  ],
  [
    'Claude on Vertex AI, through the AI SDK',
    {
      attributes: {
        'operation.name': 'ai.generateText.doGenerate',
        'ai.operationId': 'ai.generateText.doGenerate',
        'gen_ai.system': 'google-vertex',
        'gen_ai.request.model': 'claude-opus-5@20260401',
      },
      ...failedWith(
        '[VertexAI.ClientError]: got status: 429 Too Many Requests. {"error":{"code":429,"message":"Quota exceeded.","status":"RESOURCE_EXHAUSTED"}}',
        'ClientError',
      ),
    },
    'limits.cloud_quota',
  ],
  [
    'an event that the AI SDK does not know',
    {
      attributes: {
        'operation.name': 'ai.streamText.doStream',
        'ai.operationId': 'ai.streamText.doStream',
        'gen_ai.system': 'anthropic.messages',
      },
      ...failedWith(
        `Type validation failed: Value: ${envelope('overloaded_error', 'Overloaded')}.\nError message: [{"code":"invalid_union"}]`,
        'AI_TypeValidationError',
      ),
    },
    'service.overloaded',
  ],
  [
    "Pydantic AI's error",
    {
      attributes: { 'gen_ai.provider.name': 'anthropic', 'gen_ai.operation.name': 'chat' },
      ...failedWith(
        "status_code: 400, model_name: claude-opus-5, body: {'type': 'error', 'error': {'type': 'invalid_request_error', 'message': 'prompt is too long: 208310 tokens > 200000 maximum'}}",
        'pydantic_ai.exceptions.ModelHTTPError',
      ),
    },
    'request.context_window',
  ],
  [
    'a 429 of which only the name of the status is kept',
    {
      attributes: { ...OPENINFERENCE, 'llm.provider': 'anthropic', 'llm.model_name': 'claude-opus-5' },
      ...failedWith('Too Many Requests'),
    },
    'limits.unrecognized',
  ],
  [
    "Claude Code's sentence for an answer that stops",
    {
      name: 'api_error',
      body: 'claude_code.api_error',
      attributes: {
        'event.name': 'api_error',
        error: 'The response stopped arriving',
        status_code: 'undefined',
      },
      failed: true,
    },
    'response.interrupted',
  ],
  ...(
    [
      ['ThrottlingException', 'Too many tokens, please wait before trying again.', 'limits.cloud_quota'],
      [
        'AccessDeniedException',
        "You don't have access to the model with the specified model ID.",
        'identity.cloud_permission',
      ],
      ['ValidationException', 'The provided model identifier is invalid.', 'request.model_not_found'],
      ['ServiceUnavailableException', 'Bedrock is unable to process your request.', 'service.unavailable'],
    ] as const
  ).flatMap(([type, message, id]) =>
    (
      [
        ["Semantic Kernel's connector of Bedrock for .NET", `Amazon.BedrockRuntime.Model.${type}`],
        ["AWS's SDK for Java", `software.amazon.awssdk.services.bedrockruntime.model.${type}`],
      ] as const
    ).map(
      ([what, written]) =>
        [
          `${what}, ${type}`,
          {
            attributes: {
              'gen_ai.operation.name': 'chat.completions',
              // The maker of the model.
              'gen_ai.system': 'anthropic',
              'gen_ai.request.model': 'anthropic.claude-sonnet-4-5-20250929-v1:0',
              'error.type': written,
            },
            ...failedWith(message),
          },
          id,
        ] as const,
    ),
  ),
  [
    'a class of the same name in another package',
    {
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'anthropic',
        'gen_ai.request.model': 'anthropic.claude-sonnet-4-5-20250929-v1:0',
        'error.type': 'jakarta.validation.ValidationException',
      },
      ...failedWith('title must not be null'),
    },
    'unknown.unrecognized',
  ],
  [
    "Spring AI, closed before the answer by Java's HttpClient",
    {
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'anthropic',
        'gen_ai.request.model': 'claude-sonnet-4-5',
      },
      ...failedWith(
        'I/O error on POST request for "https://api.anthropic.com/v1/messages": HTTP/1.1 header parser received no bytes',
        'org.springframework.web.client.ResourceAccessException',
      ),
    },
    'connection.reset',
  ],
  [
    'OpenInference of Bedrock, a blank text',
    {
      attributes: {
        ...OPENINFERENCE,
        'llm.provider': 'aws',
        'llm.model_name': 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      },
      ...failedWith(
        'An error occurred (ValidationException) when calling the Converse operation: The text field in the ContentBlock object at messages.2.content.0 is blank. Add text to the text field, and try again.',
        'botocore.errorfactory.ValidationException',
      ),
    },
    'request.empty_content',
  ],
  ...(
    [
      ['[Errno 111] Connection refused', 'connection.refused'],
      [
        "Cannot connect to host 127.0.0.1:9 ssl:<ssl.SSLContext object at 0x7f> [Connect call failed ('127.0.0.1', 9)]",
        'connection.refused',
      ],
      ['[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)', 'connection.tls'],
      ['[Errno 104] Connection reset by peer', 'connection.reset'],
      [`b'${envelope('api_error', 'Internal server error')}'`, 'service.internal'],
      // A status from 500 on, of a server that is not known.
      ['<html><body>502 Bad Gateway</body></html>', 'endpoint.gateway_error'],
    ] as const
  ).map(([sentence, id]): [string, TelemetryRecord, string] => [
    `LiteLLM in smolagents, by OpenInference: ${sentence.slice(0, 30)}`,
    {
      attributes: { ...OPENINFERENCE, 'llm.model_name': 'anthropic/claude-sonnet-5' },
      ...failedWith(
        `InternalServerError: litellm.InternalServerError: AnthropicException - ${sentence}. Handle with \`litellm.InternalServerError\`.`,
        'litellm.exceptions.InternalServerError',
      ),
    },
    id,
  ]),
  [
    "LiteLLM in Google's Agent Development Kit, a path that does not exist",
    {
      attributes: {
        'gen_ai.operation.name': 'generate_content',
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.request.model': 'anthropic/claude-sonnet-5',
      },
      ...failedWith(
        `NotFoundError: litellm.NotFoundError: AnthropicException - ${envelope('not_found_error', 'Not Found')}`,
        'litellm.exceptions.NotFoundError',
      ),
    },
    'endpoint.wrong_path',
  ],
  [
    "Google's word for a refusal",
    {
      attributes: {
        'gen_ai.operation.name': 'generate_content',
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.response.finish_reasons': ['safety'],
      },
    },
    'response.refusal',
  ],
  ...(
    [
      [
        'AuthError',
        'invalid x-api-key\n\n  credential came from: an explicit api_key',
        'identity.key_invalid',
      ],
      // A limit of tokens per minute is a full context to DSPy.
      [
        'ContextWindowExceededError',
        "This request would exceed your organization's rate limit of 50,000 input tokens per minute.\n\n  To fix:\n    - Reduce the prompt",
        'limits.input_tokens_per_minute',
      ],
      ['ServerError', 'Overloaded', 'service.overloaded'],
      ['AuthError', 'Some words of a proxy', 'unknown.unrecognized'],
      [
        'TransportError',
        'failed to connect to 127.0.0.1:9: [Errno 111] Connection refused',
        'connection.refused',
      ],
      [
        'TransportError',
        "read timed out waiting for headers: no bytes for 0.15s; this is lm15's read timeout",
        'connection.request_timeout',
      ],
      [
        'NotConfiguredError',
        "RouterConfig(api_keys=...): empty credential under 'anthropic'; no environment fallback",
        'identity.missing_credentials',
      ],
      [
        'ProviderError',
        'the reply (HTTP 200, text/html, 99 bytes) is not JSON: Expecting value: line 1 column 1 (char 0)',
        'endpoint.malformed_response',
      ],
    ] as const
  ).map(([name, sentence, id]): [string, TelemetryRecord, string] => [
    `DSPy, ${name}: ${sentence.slice(0, 30)}`,
    {
      attributes: { ...OPENINFERENCE, 'llm.provider': 'anthropic', 'llm.model_name': 'claude-sonnet-5' },
      ...failedWith(
        `${name.startsWith('Context') ? '' : 'LM'}${name}: [anthropic/claude-sonnet-5] ${sentence}`,
        'dspy.utils.exceptions.LMError',
      ),
    },
    id,
  ]),
  [
    'Pydantic AI, an answer that is not JSON',
    {
      attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'anthropic' },
      ...failedWith(
        "ModelAPIError: Expected a JSON response, got: '<!doctype html><title>Sign in</title>'",
        'pydantic_ai.exceptions.ModelAPIError',
      ),
    },
    'endpoint.malformed_response',
  ],
  [
    'Haystack by OpenInference, whose failed call has only the class of the component',
    {
      name: 'AnthropicChatGenerator.run',
      attributes: OPENINFERENCE,
      ...failedWith('ReadError: [Errno 104] Connection reset by peer', 'httpx2.ReadError'),
    },
    'connection.reset',
  ],
  [
    'a component of another vendor',
    {
      name: 'OpenAIChatGenerator.run',
      attributes: OPENINFERENCE,
      ...failedWith('ReadError: [Errno 104] Connection reset by peer', 'httpx2.ReadError'),
    },
    undefined,
  ],
  [
    'OpenLIT, a failed call without attributes',
    {
      scope: 'openlit.instrumentation.anthropic',
      name: 'chat claude-sonnet-5',
      attributes: {},
      ...failedWith(
        "AuthenticationError: Error code: 401 - {'type': 'error', 'error': {'type': 'authentication_error', 'message': 'invalid x-api-key'}}",
        'anthropic.AuthenticationError',
      ),
    },
    'identity.key_invalid',
  ],
  [
    'OpenLIT, a failed call of another vendor',
    {
      scope: 'openlit.instrumentation.openai',
      name: 'chat gpt-5',
      attributes: {},
      ...failedWith('AuthenticationError: Error code: 401', 'openai.AuthenticationError'),
    },
    undefined,
  ],
  [
    'OpenLIT, a span that is no call',
    {
      scope: 'openlit.instrumentation.anthropic',
      name: 'tool lookup',
      attributes: {},
      ...failedWith('KeyError: claude', 'KeyError'),
    },
    undefined,
  ],
  [
    'MLflow, a rejected key',
    {
      attributes: MLFLOW,
      ...failedWith(
        "AuthenticationError: Error code: 401 - {'type': 'error', 'error': {'type': 'authentication_error', 'message': 'invalid x-api-key'}}",
        'AuthenticationError',
      ),
    },
    'identity.key_invalid',
  ],
  [
    'MLflow, an answer that is cut off',
    { attributes: { ...MLFLOW, ...mlflowAnswer('max_tokens') } },
    'response.max_tokens',
  ],
  ['MLflow, a whole answer', { attributes: { ...MLFLOW, ...mlflowAnswer('end_turn') } }, 'healthy'],
  [
    'MLflow, a stream, whose value is not the answer',
    { attributes: { ...MLFLOW, 'mlflow.spanOutputs': '"<anthropic.Stream object at 0x7fb0f147e0d0>"' } },
    'healthy',
  ],
  [
    'MLflow, a chain around calls',
    { attributes: { ...MLFLOW, 'mlflow.spanType': '"CHAIN"' }, ...failedWith('Overloaded') },
    undefined,
  ],
  [
    'MLflow, a model of another vendor',
    {
      attributes: {
        'mlflow.spanType': '"CHAT_MODEL"',
        'mlflow.llm.provider': '"openai"',
        'mlflow.llm.model': '"gpt-5"',
      },
      ...failedWith('Error code: 429'),
    },
    undefined,
  ],
  ['MLflow, values that are not JSON', { attributes: { ...MLFLOW, 'mlflow.spanOutputs': '{' } }, 'healthy'],
  ...(
    [
      ['go', 'a missing key', {}, 'unknown.unrecognized'],
      [
        'go',
        'an answer that is not JSON',
        { 'http.response.status_code': 200 },
        'endpoint.malformed_response',
      ],
      ['java', 'a class that the class path lacks', {}, 'unknown.unrecognized'],
      [
        'java',
        'an answer that is not JSON',
        { 'http.response.status_code': 200 },
        'endpoint.malformed_response',
      ],
    ] as const
  ).map(([language, what, more, id]): [string, TelemetryRecord, string] => [
    `the SDK for ${language}, ${what}`,
    {
      scope: `com.anthropic.sdk.${language}`,
      failed: true,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'anthropic',
        'server.address': 'api.anthropic.com',
        'error.type': 'client_error',
        ...more,
      },
    },
    id,
  ]),
])('%s', (_, record, id) => expect(verdict(record)).toBe(id));

// The agent for Java (2.33.1), which writes no description of the status.
it.each([
  [
    'java.net.ConnectException',
    'Failed to connect to /127.0.0.1:39033',
    '\nCaused by: java.net.ConnectException: Connection refused',
    'connection.refused',
  ],
  ['javax.net.ssl.SSLException', 'Unsupported or unrecognized SSL message', '', 'connection.tls'],
  ['java.net.UnknownHostException', 'nowhere.invalid: Name or service not known', '', 'connection.dns'],
  ['java.net.SocketException', 'Connection reset', '', 'connection.reset'],
])(
  'the exception of an HTTP span is the cause that the span of the call lacks: %s',
  (type, message, cause, id) => {
    const http = readTelemetry({
      failed: true,
      attributes: { 'http.request.method': 'POST', 'error.type': type },
      events: [
        {
          name: 'exception',
          attributes: {
            'exception.type': type,
            'exception.message': message,
            'exception.stacktrace': `${type}: ${message}\n\tat okhttp3.Connect.run(Connect.kt:1)${cause}`,
          },
        },
      ],
    });
    const call = readTelemetry({
      scope: 'com.anthropic.sdk.java',
      failed: true,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'anthropic',
        'error.type': 'connection_error',
      },
    });
    expect(http.role).toBe('attempt');
    expect(diagnose(withAttempts(call.attributes, [http]))?.id).toBe(id);
  },
);
