// Spans of software without a sender in `test/dialects`: records in the form of dumps that people published, with other values.
import { expect, it } from 'vitest';
import { diagnose, readTelemetry, type TelemetryRecord } from '../src/index.ts';

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
])('%s', (_, record, id) => expect(verdict(record)).toBe(id));
