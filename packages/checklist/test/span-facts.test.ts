// Facts from spans alone: the instrumentation, the platform, the names, and whether two spans belong to one call.
import { describe, expect, it, test } from 'vitest';
import { failedCheck } from '../src/conditions/failed-check.ts';
import type { TelemetryRecord } from '../src/dialects/dialect.ts';
import { instrumentationOf, isCall, readTelemetry } from '../src/dialects/index.ts';
import { looksHealthy } from '../src/facts/looks-healthy.ts';
import { readFacts } from '../src/facts/read-facts.ts';
import { createChecklist } from '../src/index.ts';
import { isOwnAttempt } from '../src/spans/own-spans.ts';
import { platformOf, platformOfModel } from '../src/spans/platform.ts';
import type { AttributesLike } from '../src/spans/read-attributes.ts';
import { isSameCall, mayBeSameCall, type SpanOfCall, timeTolerance } from '../src/spans/same-call.ts';
import { DEFAULT_THRESHOLDS } from '../src/thresholds.ts';
import { apiError, call, foreignError, success } from './spans.ts';

describe('spans of one call', () => {
  const span = (instrumentation: string, more: Partial<SpanOfCall> = {}): SpanOfCall => ({
    attributes: {},
    start: 10_000,
    end: 12_000,
    instrumentation,
    ...more,
  });
  const same = (a: Partial<SpanOfCall>, b: Partial<SpanOfCall>) => isSameCall(span('a', a), span('b', b));

  it('begin and end at most 100 ms and a twentieth of the longer apart', () => {
    expect(timeTolerance(span('a', { start: 0, end: 0 }), span('b'))).toBe(200);
    expect(timeTolerance(span('a'), span('b', { start: 0, end: 0 }))).toBe(200);
    expect([same({}, { start: 9_805 }), same({}, { start: 9_700 })]).toEqual([true, false]);
    expect([same({}, { start: 10_200 }), same({}, { start: 10_201 })]).toEqual([true, false]);
    expect([same({}, { end: 11_800 }), same({}, { end: 11_799 })]).toEqual([true, false]);
  });

  it('are of two instrumentations, and failed both or none', () => {
    expect(isSameCall(span('a'), span('a'))).toBe(false);
    expect(same({ attributes: { 'error.type': 'x' } }, {})).toBe(false);
    expect(same({ attributes: { 'error.type': 'x' } }, { attributes: { 'error.type': 'y' } })).toBe(true);
  });

  it('have the same ids whatever their times, and never others', () => {
    const far = { start: 90_000, end: 91_000 };
    const id = (value: string) => ({ 'gen_ai.response.id': value });
    const requestId = (value: string) => ({ 'anthropic.request.id': value });
    expect(same({ attributes: id('m') }, { attributes: id('m'), ...far })).toBe(true);
    expect(same({ attributes: id('m') }, { attributes: id('n') })).toBe(false);
    expect(same({ attributes: requestId('r') }, { attributes: requestId('r'), ...far })).toBe(true);
    expect(same({ attributes: requestId('r') }, { attributes: requestId('s') })).toBe(false);
    expect(same({ attributes: requestId('r') }, far)).toBe(false);
    // That of the message counts first.
    expect(
      same(
        { attributes: { ...id('m'), ...requestId('r') } },
        { attributes: { ...id('m'), ...requestId('s') } },
      ),
    ).toBe(true);
    const inStatus = { statusMessage: '529 {"request_id": "req_7"}' };
    expect(same({ attributes: requestId('req_7') }, { ...inStatus, ...far })).toBe(true);
    expect(same({ attributes: requestId('req_8') }, inStatus)).toBe(false);
    const inMessage = { attributes: { 'anthropic.error.message': '{"request_id":"req_7"}' } };
    expect(same({ attributes: requestId('req_7') }, { ...inMessage, ...far })).toBe(true);
  });

  it.each<[AttributesLike, AttributesLike, boolean]>([
    [{ 'gen_ai.request.model': 'a' }, { 'gen_ai.request.model': 'b' }, false],
    [{ 'gen_ai.request.model': 'anthropic/a' }, { 'gen_ai.request.model': 'a' }, true],
    [{ 'gen_ai.request.model': 'a' }, {}, true],
    [{ 'gen_ai.usage.output_tokens': 1 }, { 'gen_ai.usage.output_tokens': 2 }, false],
    [{ 'gen_ai.usage.output_tokens': 1 }, { 'gen_ai.usage.output_tokens': '1' }, true],
    [{ 'gen_ai.response.id': 'm' }, { 'gen_ai.response.id': 'n' }, false],
    // An id that one of them lacks says nothing.
    [{ 'gen_ai.response.id': 'm' }, {}, true],
    [{}, { 'anthropic.request.id': 'r' }, true],
  ])('%j and %j may be: %s', (a, b, may) => {
    expect(mayBeSameCall(span('a', { attributes: a }), span('b', { attributes: b }))).toBe(may);
    expect(same({ attributes: a }, { attributes: b })).toBe(may);
  });

  it.each<[AttributesLike, string | undefined, string]>([
    [{ 'anthropic.sdk.method': 'messages.create' }, 'other', '@sevenstep/instrumentation-anthropic'],
    [{}, 'other', 'other'],
    [{ 'llm.provider': 'anthropic' }, undefined, 'openinference'],
    [{ 'openinference.span.kind': 'LLM' }, undefined, 'openinference'],
    [{}, undefined, 'unknown'],
  ])('%j of the scope %s is made by %s', (attributes, scope, instrumentation) => {
    expect(instrumentationOf(attributes, scope)).toBe(instrumentation);
  });

  it('an attempt is ours by its scope, else by a name of ours', () => {
    expect(isOwnAttempt({}, '@sevenstep/instrumentation-anthropic')).toBe(true);
    expect(isOwnAttempt({ 'anthropic.request.id': 'r' }, 'undici')).toBe(false);
    expect(isOwnAttempt({ 'anthropic.request.id': 'r' }, undefined)).toBe(true);
    expect(isOwnAttempt({ 'http.request.method': 'POST' }, undefined)).toBe(false);
  });
});

test.each<[AttributesLike, boolean]>([
  [{ 'gen_ai.provider.name': 'Anthropic' }, true],
  [{ 'gen_ai.system': 'anthropic' }, true],
  [{ 'gen_ai.provider.name': 'anthropic.messages' }, true],
  [{ 'gen_ai.provider.name': 'vertex.anthropic.messages' }, true],
  [{ 'gen_ai.provider.name': 'notanthropic.messages' }, false],
  [{ 'anthropic.sdk.method': 'messages.create' }, true],
  [{ 'anthropic.sdk.method': '' }, false],
  [{ 'gen_ai.provider.name': 'aws.bedrock', 'gen_ai.request.model': 'anthropic.Claude-3' }, true],
  [{ 'gen_ai.provider.name': 'aws.bedrock', 'gen_ai.request.model': 'nova' }, false],
  [{ 'gen_ai.provider.name': 'aws.bedrock' }, false],
  [{ 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'claude' }, false],
  [{ 'gen_ai.provider.name': 'anthropic', 'gen_ai.operation.name': 'create_agent' }, false],
  [{ 'gen_ai.provider.name': 'anthropic', 'gen_ai.operation.name': 'invoke_workflow' }, false],
])('%j is a call: %s', (attributes, is) => {
  expect(isCall(attributes)).toBe(is);
});

test.each([
  ['aws.bedrock', undefined, 'bedrock'],
  ['vertex_ai', 'api.anthropic.com', 'vertex'],
  [undefined, 'API.Anthropic.com', 'anthropic'],
  [undefined, 'bedrock-runtime.us-east-1.amazonaws.com', 'bedrock'],
  [undefined, 'us-east5-aiplatform.googleapis.com', 'vertex'],
  [undefined, 'x.services.ai.azure.com', 'foundry'],
  [undefined, 'anthropic.com.evil.example', undefined],
  ['anthropic', undefined, undefined],
] as const)('provider %s at %s is %s', (provider, host, platform) => {
  expect(platformOf(provider, host)).toBe(platform);
});

test.each([
  ['claude-sonnet-5', 'anthropic'],
  ['claude-sonnet-5@20260101', 'vertex'],
  ['us.anthropic.claude-sonnet-5-v1:0', 'bedrock'],
  ['my-deployment', undefined],
  [undefined, undefined],
])('the model %s is of %s', (model, platform) => {
  expect(platformOfModel(model)).toBe(platform);
});

describe('names of other conventions', () => {
  it('are added, and do not replace', () => {
    const { attributes } = readTelemetry({
      attributes: {
        'llm.provider': 'anthropic',
        'llm.model_name': 'a',
        'llm.token_count.prompt': 3,
        'gen_ai.request.model': 'b',
        'http.status_code': 500,
      },
    });
    expect(attributes).toEqual({
      'llm.provider': 'anthropic',
      'llm.model_name': 'a',
      'llm.token_count.prompt': 3,
      'http.status_code': 500,
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': 'b',
      'gen_ai.usage.input_tokens': 3,
      'http.response.status_code': 500,
    });
  });

  it.each<[Omit<TelemetryRecord, 'attributes'>, AttributesLike | undefined, unknown, unknown]>([
    [{ failed: false }, { 'exception.type': 'X' }, undefined, undefined],
    [{ failed: true }, undefined, '_OTHER', undefined],
    [{ failed: true }, { 'exception.type': 'X', 'exception.message': 'no' }, 'X', 'no'],
    [{ failed: true }, { 'exception.type': '', 'exception.message': '' }, '_OTHER', undefined],
    [{ failed: true }, { 'exception.type': 7, 'exception.message': 7 }, '_OTHER', undefined],
    [{ failed: true, statusMessage: 'yes' }, { 'exception.message': 'no' }, '_OTHER', 'yes'],
  ])('a failure is that of the status: %j %j', (record, exception, type, message) => {
    const { attributes, statusMessage } = readTelemetry({
      ...record,
      attributes: { 'gen_ai.provider.name': 'anthropic' },
      events: exception && [{ name: 'exception', attributes: exception }],
    });
    expect([attributes['error.type'], statusMessage]).toEqual([type, message]);
  });
});

test.each<[attributes: AttributesLike, check: string | undefined]>([
  [success(), undefined],
  [call({ 'error.type': 'connection_error' }), 'connection'],
  [call({ 'error.type': 'client_error' }), 'request'],
  [call({ 'error.type': 'malformed_response', 'http.response.status_code': 200 }), 'endpoint'],
  [call({ 'error.type': 'response_interrupted', 'http.response.status_code': 200 }), 'response'],
  [call({ 'error.type': 'stream_interrupted', 'http.response.status_code': 200 }), 'response'],
  [
    call({
      'error.type': 'overloaded_error',
      'anthropic.stream.outcome': 'error_event',
      'http.response.status_code': 200,
    }),
    'service',
  ],
  [
    call({
      'error.type': 'api_error',
      'anthropic.stream.outcome': 'error_event',
      'http.response.status_code': 200,
    }),
    'response',
  ],
  [
    call({
      'error.type': 'overloaded_error',
      'anthropic.stream.outcome': 'interrupted',
      'http.response.status_code': 200,
    }),
    'response',
  ],
  [apiError(401, 'authentication_error', 'x'), 'identity'],
  [apiError(404, 'not_found_error', 'x'), 'request'],
  [apiError(429, 'rate_limit_error', 'x'), 'limits'],
  [apiError(500, 'api_error', 'x'), 'service'],
  [apiError(502, 'api_error', 'x'), 'service'],
  [apiError(418, 'teapot_error', 'x'), 'request'],
  // If the API asked for a retry, the request is not at fault.
  [apiError(400, 'invalid_request_error', 'x', { 'anthropic.retry.outcome': 'exhausted' }), 'service'],
  [apiError(401, 'authentication_error', 'x', { 'anthropic.retry.outcome': 'exhausted' }), 'identity'],
  [foreignError(500, 'html'), 'endpoint'],
  [foreignError(404, 'html'), 'endpoint'],
  [call({ 'error.type': '502', 'http.response.status_code': 502 }), 'endpoint'],
  [call({ 'error.type': '520', 'http.response.status_code': 520 }), 'endpoint'],
  [call({ 'error.type': '531', 'http.response.status_code': 531 }), 'service'],
  [call({ 'error.type': '418', 'http.response.status_code': 418 }), 'endpoint'],
  [call({ 'error.type': '302', 'http.response.status_code': 302 }), 'endpoint'],
  [call({ 'error.type': 'rate_limit_error' }), 'limits'],
  [call({ 'error.type': 'invalid_request_error' }), 'request'],
])('%# fails at %s', (attributes, check) => {
  expect(failedCheck(readFacts(attributes))).toBe(check);
});

it.each([
  [{ 'gen_ai.response.finish_reasons': ['max_tokens'] }, 'max_tokens'],
  // The conventions write this word if there is no reason.
  [{ 'gen_ai.response.finish_reasons': ['error'] }, undefined],
  [{ 'gen_ai.response.finish_reasons': ['error'], 'anthropic.message.stop_reason': 'refusal' }, 'refusal'],
])('the stop reason of %j is %s', (attributes, reason) => {
  expect(readFacts(attributes).stopReason).toBe(reason);
});

describe('a call looks healthy up to its thresholds', () => {
  const healthy = (more: AttributesLike) => looksHealthy({ ...success(), ...more }, DEFAULT_THRESHOLDS);
  const streamed = { 'anthropic.stream.outcome': 'completed' };
  it.each<[AttributesLike, boolean]>([
    [{}, true],
    [{ 'http.response.status_code': undefined }, true],
    [{ 'http.response.status_code': 201 }, false],
    [{ 'error.type': 'x' }, false],
    [{ 'anthropic.error.type': 'x' }, false],
    [{ 'anthropic.error.cause_code': 'x' }, false],
    [{ 'anthropic.retry.outcome': 'recovered' }, false],
    [{ 'anthropic.retry.reasons': ['x'] }, false],
    [{ 'anthropic.message.stop_reason': 'max_tokens' }, false],
    [{ 'anthropic.message.stop_reason': undefined, 'gen_ai.response.finish_reasons': ['max_tokens'] }, false],
    [{ 'anthropic.message.stop_reason': undefined, 'gen_ai.response.finish_reasons': 'end_turn' }, false],
    [{ 'anthropic.message.stop_reason': undefined, 'gen_ai.response.finish_reasons': ['end_turn'] }, true],
    [{ 'anthropic.message.stop_reason': undefined, 'gen_ai.response.finish_reasons': undefined }, true],
    [{ 'anthropic.message.content_blocks': 0 }, false],
    [{ 'anthropic.message.content_blocks': 1 }, true],
    [{ 'anthropic.stream.outcome': 'aborted' }, false],
    [{ ...streamed, 'anthropic.stream.longest_gap': 30 }, true],
    [{ ...streamed, 'anthropic.stream.longest_gap': 30.1 }, false],
    [{ ...streamed, 'anthropic.stream.longest_gap': '1' }, false],
    [{ 'anthropic.stream.longest_gap': 31 }, true],
    [{ ...streamed, 'anthropic.stream.consumer_wait': 10 }, true],
    [{ ...streamed, 'anthropic.stream.consumer_wait': 10.1 }, false],
    [{ ...streamed, 'anthropic.stream.output_characters': 0 }, false],
    [{ ...streamed, 'anthropic.stream.output_characters': 1 }, true],
    [{ 'anthropic.ratelimit.tokens.limit': 100, 'anthropic.ratelimit.tokens.remaining': 10 }, true],
    [{ 'anthropic.ratelimit.tokens.limit': 100, 'anthropic.ratelimit.tokens.remaining': 9 }, false],
    // Read as the rules read them: stored traces have numbers as strings.
    [{ 'anthropic.ratelimit.tokens.limit': '100', 'anthropic.ratelimit.tokens.remaining': 90 }, true],
    [{ 'anthropic.ratelimit.tokens.limit': '100', 'anthropic.ratelimit.tokens.remaining': '9' }, false],
    [{ 'anthropic.ratelimit.tokens.limit': 0, 'anthropic.ratelimit.tokens.remaining': 0 }, true],
    [{ 'anthropic.ratelimit.tokens.remaining': 0 }, true],
    [{ 'anthropic.ratelimit.unified_5h.utilization': 0.9 }, true],
    [{ 'anthropic.ratelimit.unified_7d_sonnet.utilization': 0.9 }, true],
    [{ 'anthropic.ratelimit.unified_7d_sonnet.utilization': 0.99 }, false],
    [{ 'anthropic.ratelimit.web_search.limit': 100, 'anthropic.ratelimit.web_search.remaining': 1 }, false],
    [{ 'anthropic.ratelimit.unified_7d.utilization': 0.91 }, false],
  ])('%j: %s', (more, is) => {
    expect(healthy(more)).toBe(is);
  });
});

test.each<[thresholds: object, problem: string | undefined]>([
  [{ nearLimitShare: 1 }, undefined],
  [{ nearLimitShare: 0 }, undefined],
  [{ nearLimitShare: 1.01 }, 'thresholds.nearLimitShare: expected a number from 0 to 1, got 1.01'],
  [{ nearLimitShare: -0.1 }, 'thresholds.nearLimitShare: expected a number from 0 to 1, got -0.1'],
  [{ slowConsumerSeconds: 5_000 }, undefined],
  [
    { slowConsumerSeconds: Number.POSITIVE_INFINITY },
    'thresholds.slowConsumerSeconds: expected a number of at least 0, got Infinity',
  ],
  [{ slowConsumerSeconds: undefined }, undefined],
])('thresholds %j: %s', (thresholds, problem) => {
  const make = () => createChecklist({ thresholds });
  if (problem === undefined) expect(make).not.toThrow();
  else expect(make).toThrow(new TypeError(problem));
});
