// The details of calls on their spans: of each attempt, of odd calls, and what healthy calls omit.
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import { SpanKind as Kind, SpanStatusCode } from '@opentelemetry/api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();
let raw: RawServer;
beforeAll(async () => {
  raw = await startRawServer();
});
afterAll(() => raw[Symbol.asyncDispose]());
beforeEach(() => void fixture.telemetry.takeSpans());

const JSON_HEADERS = { 'content-type': 'application/json', 'request-id': 'req_1' };
const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5',
  content: [{ type: 'text', text: 'a' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 5, output_tokens: 1 },
};
const answer = (more: object = {}) => ({
  headers: JSON_HEADERS,
  parts: [JSON.stringify({ ...MESSAGE, ...more })],
});

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const client = (options: ClientOptions = {}): Anthropic => fixture.client(kind, options);
  const call = async (script: string, options: ClientOptions = {}, params: object = {}) => {
    fixture.simulator.load(script);
    await client(options)
      .messages.create({ ...PARAMS, ...params })
      .catch(() => undefined);
    return fixture.telemetry.takeTrace();
  };
  /** A call to a server with this answer. */
  const answered = async (reply: Parameters<RawServer['reply']>[0], options: ClientOptions = {}) => {
    raw.reply(reply);
    await client({ baseURL: raw.url, maxRetries: 0, ...options })
      .messages.create(PARAMS)
      .catch(() => undefined);
    return fixture.telemetry.takeTrace();
  };

  test('each attempt of a retried call has its own request, end and reason', async () => {
    const {
      call: span,
      attempts,
      attributes,
    } = await call('1: reset; 2: 529 retry-after-ms=20; 3: ok', {
      maxRetries: 2,
    });
    expect(attempts.map(({ name, kind: spanKind }) => [name, spanKind])).toEqual(
      Array.from({ length: 3 }, () => ['POST /v1/messages', Kind.CLIENT]),
    );
    expect(attempts.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual(
      Array.from({ length: 3 }, () => span.spanContext().spanId),
    );
    const of = (name: string) => attempts.map((attempt) => attempt.attributes[name]);
    expect(of('http.request.resend_count')).toEqual([undefined, 1, 2]);
    expect(of('http.response.status_code')).toEqual([undefined, 529, 200]);
    expect(of('error.type')).toEqual(['ECONNRESET', '529', undefined]);
    expect(of('anthropic.error.type')).toEqual([undefined, 'overloaded_error', undefined]);
    expect(of('anthropic.retry.after')).toEqual([undefined, 0.02, undefined]);
    expect(of('url.template')).toEqual(Array.from({ length: 3 }, () => '/v1/messages'));
    expect(of('server.port')).toEqual(Array.from({ length: 3 }, () => attributes['server.port']));
    // In the HTTP conventions, a status code needs no description.
    expect(attempts.map(({ status: { code, message } }) => [code, message !== undefined])).toEqual([
      [SpanStatusCode.ERROR, true],
      [SpanStatusCode.ERROR, false],
      [SpanStatusCode.UNSET, false],
    ]);
    const delays = of('anthropic.retry.delay') as (number | undefined)[];
    expect(delays.map((delay) => delay !== undefined)).toEqual([true, true, false]);
    const total = delays.reduce<number>((sum, delay = 0) => sum + delay, 0);
    expect(attributes).toMatchObject({
      'anthropic.retry.outcome': 'recovered',
      'anthropic.retry.reasons': ['ECONNRESET connection', '529 overloaded'],
      'http.request.resend_count': 2,
      'anthropic.request.max_retries': 2,
    });
    expect(attributes['anthropic.retry.delay']).toBeCloseTo(total, 5);
    expect(attributes['anthropic.retry.delay']).toBe(Math.round(total * 1e6) / 1e6);
  });

  test('a failed call has the timeout in seconds, its last wait and its outcome', async () => {
    const { attributes, attempts } = await call('529 retry-after=7', { maxRetries: 0, timeout: 12_500 });
    expect(attempts).toEqual([]);
    expect(attributes).toMatchObject({
      'anthropic.request.timeout': 12.5,
      'anthropic.retry.after': 7,
      'anthropic.retry.outcome': 'exhausted',
    });
    for (const name of ['anthropic.retry.delay', 'anthropic.retry.reasons', 'http.request.resend_count'])
      expect(attributes).not.toHaveProperty(name);
    expect((await call('400')).attributes['anthropic.retry.outcome']).toBe('not_retryable');
  });

  const DETAILS = ['anthropic.request.timeout', 'anthropic.request.max_retries'];
  test('a healthy call has no details', async () => {
    const { attributes } = await call('ok', {}, { system: `healthy, ${kind}` });
    for (const name of [
      ...DETAILS,
      'anthropic.message.content_blocks',
      'anthropic.retry.outcome',
      'anthropic.request.fingerprint',
      'anthropic.request.shape',
      'anthropic.request.size',
      'http.response.header.content-type',
    ])
      expect(attributes).not.toHaveProperty(name);
  });

  test.each(['max_tokens', 'refusal', 'pause_turn', 'model_context_window_exceeded'])(
    'a call that ended with %s has them',
    async (stop_reason) => {
      const { attributes } = await answered(answer({ stop_reason }));
      expect(Object.keys(attributes)).toEqual(
        expect.arrayContaining([...DETAILS, 'anthropic.message.content_blocks']),
      );
      expect(attributes['anthropic.message.content_blocks']).toBe(1);
    },
  );

  test.each(['end_turn', 'tool_use', 'stop_sequence'])(
    'a call that ended with %s has none',
    async (stop_reason) => {
      const { attributes } = await answered(answer({ stop_reason }));
      for (const name of DETAILS) expect(attributes).not.toHaveProperty(name);
    },
  );

  test('an answer without content says so', async () => {
    const { attributes } = await answered(answer({ content: [] }));
    expect(attributes['anthropic.message.content_blocks']).toBe(0);
  });

  test('a failed call has the fingerprint, the shape and the size of its request, and its success later the fingerprint', async () => {
    const params = { system: `of ${kind}` };
    const failed = (await call('400', {}, params)).attributes;
    const sent = JSON.stringify({ ...PARAMS, ...params });
    expect(failed['anthropic.request.size']).toBe(sent.length);
    expect(JSON.parse(String(failed['anthropic.request.shape']))).toMatchObject({
      model: 'claude-sonnet-5',
      messages: 1,
    });
    const later = (await call('ok', {}, params)).attributes;
    expect(later['anthropic.request.fingerprint']).toBe(failed['anthropic.request.fingerprint']);
    for (const name of ['anthropic.request.shape', 'anthropic.request.size'])
      expect(later).not.toHaveProperty(name);
  });

  test('tokens that were counted', async () => {
    raw.reply({ headers: JSON_HEADERS, parts: ['{"input_tokens":42}'] });
    await client({ baseURL: raw.url }).messages.countTokens({
      model: PARAMS.model,
      messages: PARAMS.messages,
    });
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes['anthropic.message.count_tokens.input_tokens']).toBe(42);
    expect(attributes).not.toHaveProperty('gen_ai.usage.input_tokens');
  });

  test('headers of the server are on a failure alone', async () => {
    const headers = { ...JSON_HEADERS, server: 'nginx', via: '1.1 google' };
    const failed = await answered({ status: 400, headers, parts: ['{}'] });
    expect(failed.attributes).toMatchObject({
      'http.response.header.server': ['nginx'],
      'http.response.header.via': ['1.1 google'],
    });
    const good = await answered({ headers, parts: [JSON.stringify(MESSAGE)] });
    expect(Object.keys(good.attributes).filter((name) => name.startsWith('http.response.header'))).toEqual(
      [],
    );
  });

  test('the ids of the last answer', async () => {
    const { attributes } = await answered({
      ...answer(),
      headers: {
        'content-type': 'application/json',
        'request-id': 'req_7',
        'anthropic-organization-id': 'org_7',
        'anthropic-workspace-id': 'wrkspc_7',
      },
    });
    expect(attributes).toMatchObject({
      'anthropic.request.id': 'req_7',
      'anthropic.organization.id': 'org_7',
      'anthropic.workspace.id': 'wrkspc_7',
      'http.response.status_code': 200,
    });
  });

  test('an application that gives up while the SDK waits keeps the reason of the rejection', async () => {
    const controller = new AbortController();
    fixture.simulator.load('529 retry-after=30');
    const fetching: typeof fetch = async (...request) => {
      const response = await fetch(...request);
      setTimeout(() => controller.abort(), 50);
      return response;
    };
    await client({ fetch: fetching })
      .messages.create(PARAMS, { signal: controller.signal })
      .catch(() => undefined);
    const { attributes, call: span } = fixture.telemetry.takeTrace();
    expect(attributes).toMatchObject({
      'anthropic.retry.outcome': 'aborted',
      'http.response.status_code': 529,
      'anthropic.error.message': 'Overloaded',
      'anthropic.retry.after': 30,
    });
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
    expect(attributes).not.toHaveProperty('error.type');
  });

  test('names of an answer that repeat the request are on no span, and others are', async () => {
    const names = {
      'gen_ai.response.id': 'canary-id-7',
      'gen_ai.response.model': 'canary-model-7',
      'anthropic.request.id': 'canary-request-7',
      'anthropic.organization.id': 'canary-organization-7',
      'anthropic.workspace.id': 'canary-workspace-7',
      'anthropic.message.stop_reason': 'canary_reason',
    };
    const of = async (system: string) => {
      raw.reply({
        headers: {
          'content-type': 'application/json',
          'request-id': names['anthropic.request.id'],
          'anthropic-organization-id': names['anthropic.organization.id'],
          'anthropic-workspace-id': names['anthropic.workspace.id'],
        },
        parts: [
          JSON.stringify({
            ...MESSAGE,
            id: names['gen_ai.response.id'],
            model: names['gen_ai.response.model'],
            stop_reason: names['anthropic.message.stop_reason'],
          }),
        ],
      });
      await client({ baseURL: raw.url }).messages.create({ ...PARAMS, system });
      return fixture.telemetry.takeTrace().attributes;
    };
    expect(await of('Hello')).toMatchObject({
      ...names,
      'gen_ai.response.finish_reasons': [names['anthropic.message.stop_reason']],
    });
    const repeated = await of(`Say ${Object.values(names).join(' and ')} to all.`);
    for (const name of [...Object.keys(names), 'gen_ai.response.finish_reasons'])
      expect(repeated).not.toHaveProperty(name);
  });
});
