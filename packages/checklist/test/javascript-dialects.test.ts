// Spans of other instrumentations in JavaScript, as their versions in `test/dialects` write them.
import { describe, expect, it } from 'vitest';
import { type AttributesLike, diagnose, readTelemetry, type TelemetryRecord } from '../src/index.ts';

const verdict = (record: TelemetryRecord): string | undefined => {
  const { role, attributes, statusMessage } = readTelemetry(record);
  return role === 'call' || role === 'step' ? diagnose(attributes, { statusMessage })?.id : undefined;
};

const doStream = (attributes: AttributesLike): TelemetryRecord => ({
  name: 'ai.streamText.doStream',
  scope: 'ai',
  attributes: {
    'ai.operationId': 'ai.streamText.doStream',
    'gen_ai.system': 'anthropic.messages',
    'gen_ai.request.model': 'claude-sonnet-5',
    'gen_ai.request.max_tokens': 1024,
    'ai.response.finishReason': attributes['gen_ai.response.finish_reasons']?.toString(),
    ...attributes,
  },
});

const failed = (scope: string, statusMessage: string, attributes: AttributesLike = {}): TelemetryRecord => ({
  scope,
  failed: true,
  statusMessage,
  events: [
    {
      name: 'exception',
      attributes: { 'exception.type': 'AI_APICallError', 'exception.message': statusMessage },
    },
  ],
  attributes: {
    ...(scope === 'ai' && { 'ai.operationId': 'ai.generateText.doGenerate' }),
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.request.model': 'claude-sonnet-5',
    ...attributes,
  },
});

describe('the AI SDK', () => {
  it.each<[string, AttributesLike, string | undefined]>([
    [
      'an error in a stream',
      { 'gen_ai.response.finish_reasons': ['error'], 'gen_ai.response.id': 'msg_1' },
      'response.stream_error',
    ],
    [
      'a stream without its end',
      { 'gen_ai.response.finish_reasons': ['other'], 'gen_ai.response.id': 'msg_1' },
      'response.stream_incomplete',
    ],
    [
      'a stream without events, whose id is made up',
      {
        'gen_ai.response.finish_reasons': ['unknown'],
        'gen_ai.response.id': 'aitxt-1',
        'gen_ai.usage.output_tokens': 0,
      },
      'endpoint.stream_without_events',
    ],
    [
      'a full context window',
      {
        'gen_ai.response.finish_reasons': ['length'],
        'gen_ai.usage.input_tokens': 199_990,
        'gen_ai.usage.output_tokens': 10,
      },
      'response.context_window',
    ],
    [
      'an answer as long as it may be',
      {
        'gen_ai.response.finish_reasons': ['length'],
        'gen_ai.usage.input_tokens': 25,
        'gen_ai.usage.output_tokens': 1024,
      },
      'response.max_tokens',
    ],
    ['a refusal', { 'gen_ai.response.finish_reasons': ['content-filter'] }, 'response.refusal'],
    [
      'an empty answer',
      { 'gen_ai.response.finish_reasons': ['stop'], 'ai.response.text': '' },
      'response.empty',
    ],
    [
      'an answer that is a tool call',
      {
        'gen_ai.response.finish_reasons': ['tool-calls'],
        'ai.response.text': '',
        'ai.response.toolCalls': '[{}]',
      },
      undefined,
    ],
    [
      'a stop reason of its own, with its tokens',
      { 'gen_ai.response.finish_reasons': ['other'], 'gen_ai.usage.output_tokens': 12 },
      undefined,
    ],
  ])('diagnoses %s by its word for how the answer ended', (_, attributes, id) => {
    expect(verdict(doStream(attributes))).toBe(id);
  });

  it.each<[string, string, AttributesLike, string]>([
    ['ai', 'Forbidden', {}, 'endpoint.gateway_refused'],
    ['gen_ai', 'Forbidden', { 'http.response.status_code': 403 }, 'endpoint.gateway_refused'],
    ['gen_ai', 'Request timeout', { 'http.response.status_code': 504 }, 'service.timeout'],
    ['gen_ai', 'Invalid JSON response', { 'http.response.status_code': 200 }, 'endpoint.malformed_response'],
    ['ai', 'Internal Server Error', {}, 'endpoint.gateway_error'],
    ['ai', 'Permission denied', {}, 'identity.permission'],
    ['ai', 'Request timeout', {}, 'service.timeout'],
    ['ai', 'Service unavailable', {}, 'service.unavailable'],
    ['ai', 'This request would exceed a ramp limit.', {}, 'limits.unrecognized'],
    [
      'ai',
      'Number of concurrent connections has exceeded your rate limit. Please try again later.',
      {},
      'limits.concurrency',
    ],
    ['ai', 'Internal server error', {}, 'service.internal'],
    [
      'gen_ai',
      'Failed after 3 attempts. Last error: AI_APICallError: Too Many Requests',
      { 'http.response.status_code': 429 },
      'endpoint.gateway_limit',
    ],
  ])('tells a body that is no error of the API by its sentence: %s, %s', (scope, message, attributes, id) => {
    expect(verdict(failed(scope, message, attributes))).toBe(id);
  });

  it('leaves what a cloud refused to the status', () => {
    const model = { 'gen_ai.request.model': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' };
    expect(verdict(failed('ai', 'Forbidden', model))).toBe('identity.unrecognized');
  });

  it('reads an error in a stream from the step of version 7, whose call never ends', () => {
    const step = {
      scope: 'gen_ai',
      failed: true,
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.request.model': 'claude-sonnet-5',
        'gen_ai.response.finish_reasons': ['error'],
      },
    };
    expect(readTelemetry(step).role).toBe('step');
    expect(verdict(step)).toBe('response.stream_error');
  });

  it('reads the same of a span that was read', () => {
    const once = readTelemetry(doStream({ 'gen_ai.response.finish_reasons': ['error'] }));
    expect(readTelemetry({ attributes: once.attributes }).attributes).toEqual(once.attributes);
  });

  it('has no word for other models, tools and steps that went well', () => {
    const openai = failed('ai', 'Too Many Requests', {
      'gen_ai.provider.name': 'openai.responses',
      'gen_ai.request.model': 'gpt-5',
    });
    expect(readTelemetry(openai).role).toBeUndefined();
    expect(readTelemetry({ attributes: { 'ai.operationId': 'ai.toolCall' } }).role).not.toBe('call');
    expect(
      verdict({
        scope: 'gen_ai',
        attributes: {
          'gen_ai.operation.name': 'invoke_agent',
          'gen_ai.provider.name': 'anthropic',
          'gen_ai.response.finish_reasons': ['stop'],
        },
      }),
    ).toBeUndefined();
  });
});

describe("the SDK's own spans", () => {
  const own = (attributes: AttributesLike, failed = false): TelemetryRecord => ({
    scope: 'com.anthropic.sdk.typescript',
    failed,
    attributes: {
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.operation.name': 'chat',
      'http.request.method': 'POST',
      'server.address': 'api.anthropic.com',
      ...attributes,
    },
  });
  const streamed = {
    'gen_ai.request.stream': true,
    'http.response.status_code': 200,
    'gen_ai.response.id': 'msg_1',
    'gen_ai.response.time_to_first_chunk': 0.5,
  };

  it('without a status are of a call that the application left', () => {
    expect(verdict(own({}))).toBe('connection.aborted');
    expect(verdict(own(streamed))).toBe('response.stream_abandoned');
    expect(verdict(own({ ...streamed, 'gen_ai.usage.output_tokens': 12 }))).toBeUndefined();
    expect(
      verdict(own({ 'http.response.status_code': 200, 'gen_ai.usage.output_tokens': 12 })),
    ).toBeUndefined();
  });

  it('have one type for an `error` event and for a stream that ended early', () => {
    const type = { 'error.type': 'api_error', 'http.response.status_code': 200 };
    expect(verdict(own({ ...streamed, ...type }, true))).toBe('response.unrecognized');
    expect(verdict(own({ 'gen_ai.request.stream': true, ...type }, true))).toBe(
      'endpoint.stream_without_events',
    );
    expect(verdict(own({ ...type, 'http.response.status_code': 500 }, true))).toBe('service.internal');
  });

  it('have no address where the URL is none', () => {
    const type = { 'error.type': 'client_error' };
    expect(verdict(own({ ...type, 'server.address': undefined }, true))).toBe('connection.invalid_url');
    expect(verdict(own(type, true))).toBe('request.unrecognized');
  });
});

describe('other tracers', () => {
  it("reads Datadog's span, which names neither provider nor status", () => {
    const message =
      '404 {"type":"error","error":{"type":"not_found_error","message":"model: claude-sonet-4-6"},"request_id":"req_1"}';
    const span = {
      scope: 'dd-trace-js',
      failed: true,
      statusMessage: `NotFoundError: ${message}`,
      attributes: {
        'operation.name': 'anthropic.request',
        'anthropic.request.model': 'claude-sonet-4-6',
        'gen_ai.provider.name': 'unknown',
        'error.type': 'NotFoundError',
        'error.message': message,
      },
    };
    expect(verdict(span)).toBe('request.model_not_found');
  });

  it('reads a generation of Langfuse whose model is Claude, and none without a model', () => {
    const generation = {
      scope: 'langfuse-sdk',
      failed: true,
      statusMessage: 'Connection error.',
      attributes: { 'langfuse.observation.type': 'generation' },
    };
    const named = { ...generation.attributes, 'langfuse.observation.model.name': 'claude-sonnet-5' };
    expect(verdict({ ...generation, attributes: named })).toBe('connection.unrecognized');
    expect(readTelemetry(generation).role).toBeUndefined();
  });

  it("takes the name of a status for no sentence on Sentry's span, and its tokens for a stop reason", () => {
    const chat = {
      'sentry.origin': 'auto.ai.anthropic',
      'gen_ai.system': 'anthropic',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'claude-sonnet-5',
      'gen_ai.request.max_tokens': 16,
    };
    const { statusMessage } = readTelemetry({
      attributes: chat,
      failed: true,
      statusMessage: 'internal_error',
    });
    expect(statusMessage).toBe('');
    expect(verdict({ attributes: { ...chat, 'gen_ai.usage.output_tokens': 16 } })).toBe(
      'response.max_tokens',
    );
  });
});
