// The way in without patches: a middleware alone gives every drill the same verdict.
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import type { Middleware } from '@anthropic-ai/sdk/core/middleware';
import { SpanStatusCode } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { type Drill, runDrill } from '@sevenstep/anthropic-simulator';
import { createChecklist } from '@sevenstep/checklist';
import { drills, healthy } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { type RawReply, type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { clientOptionsFor, isCallSpan, SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

/** What a middleware cannot see, and why. */
const UNSEEN: Record<string, string> = {
  'connection.invalid_url': 'the call fails before there is a request',
  'response.stream_abandoned':
    'the SDK aborts the request of a stream that is left: that is all that is seen',
  'identity.credentials_unavailable': 'the call fails before there is a request',
  'identity.key_characters': 'the call fails before there is a request',
  'request.header_characters': 'the call fails before there is a request',
  'identity.missing_credentials': 'the call fails before there is a request',
  'identity.key_whitespace': 'fetch has taken the line break off the header, and the client is not at hand',
};

const fixture = setUp(() => startTestTelemetry({}, { patch: false }));
let raw: RawServer;
let meter: TestMeter;
const logs = new InMemoryLogRecordExporter();
const logger = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: logs })] });
beforeAll(async () => {
  raw = await startRawServer();
  meter = startTestMeter(fixture.telemetry.instrumentation);
  fixture.telemetry.instrumentation.setLoggerProvider(logger);
});
beforeEach(async () => {
  await meter.take();
  logs.reset();
});
afterAll(async () => {
  await logger.shutdown();
  await meter.stop();
  await raw[Symbol.asyncDispose]();
});

test('a call that failed, and is not tried again though it could be, ends with its attempt once the SDK would have tried', async () => {
  const giving: Middleware = (request, next) =>
    next(request).catch(() => {
      throw new RangeError('The application has had enough');
    });
  const client = fixture.client('owned', {
    fetch: async () => {
      throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
    },
    middleware: [giving, fixture.telemetry.instrumentation.middleware()],
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const now = performance.now.bind(performance);
  let later = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + later);
  try {
    await expect(client.messages.create(PARAMS)).rejects.toThrow(RangeError);
    // The SDK waits for 8 s at most.
    await vi.advanceTimersByTimeAsync(9_000);
    expect(fixture.telemetry.takeSpans()).toEqual([]);
    later = 10_000;
    await vi.advanceTimersByTimeAsync(1_000);
  } finally {
    clock.mockRestore();
    vi.useRealTimers();
  }
  const { call, attributes } = fixture.telemetry.takeTrace();
  expect(attributes).toMatchObject({
    'error.type': 'connection_error',
    'anthropic.error.cause_code': 'ECONNRESET',
  });
  // Not with the ten seconds in which nothing came.
  expect(call.duration[0]).toBe(0);
});

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const traced = async (drill: Drill) => {
    fixture.simulator.load({ faults: drill.faults ?? [] });
    const { maxRetries = 2 } = drill.call ?? {};
    const middleware = [fixture.telemetry.instrumentation.middleware({ maxRetries })];
    const clientOptions = { ...clientOptionsFor(kind), middleware };
    await runDrill(Anthropic, drill, { baseURL: fixture.simulator.url, clientOptions });
    return fixture.telemetry.takeTrace();
  };

  test.each(Object.entries(drills).filter(([id]) => !(id in UNSEEN)))('%s', async (id, drill) => {
    const { attributes, attempts } = await traced(drill);
    const diagnosis = createChecklist({ thresholds: drill.thresholds }).diagnose(attributes);
    expect(diagnosis?.id).toBe(id);
    const resent = attributes['http.request.resend_count'];
    expect(attempts).toHaveLength(resent ? resent + 1 : 0);
  });

  test.each(healthy.map((drill) => [drill.title, drill] as const))('no diagnosis: %s', async (_, drill) => {
    const { attributes } = await traced(drill);
    expect(attributes['anthropic.diagnosis.id']).toBeUndefined();
    expect(attributes['gen_ai.usage.output_tokens']).toBeGreaterThan(0);
  });

  test('an answer that is read past the members of its stream, as in Deno, has tokens', async () => {
    const readPast = (response: Response): Response =>
      Object.assign(response, {
        json: async () => {
          const { body } = response;
          if (!body || body.locked) throw new TypeError('The body is read already');
          const { value } = await new ReadableStreamDefaultReader(body).read();
          return JSON.parse(new TextDecoder().decode(value));
        },
      });
    const client = fixture.client(kind, {
      fetch: async () => readPast(Response.json({ type: 'message', usage: { output_tokens: 2 } })),
      middleware: [fixture.telemetry.instrumentation.middleware()],
    });
    await client.messages.create(PARAMS);
    expect(fixture.telemetry.takeTrace().attributes['gen_ai.usage.output_tokens']).toBe(2);
  });

  test("a cloud's client: the URL that was requested, its provider, and no key that is missing", async () => {
    fixture.simulator.load('403');
    const client = new AnthropicBedrock({
      baseURL: fixture.simulator.url,
      awsRegion: 'us-east-1',
      awsAccessKey: 'AKIAEXAMPLE',
      awsSecretKey: 'example',
      middleware: [fixture.telemetry.instrumentation.middleware()],
      openTelemetry: { traces: kind === 'adopted' },
      logLevel: 'off',
    });
    await client.messages.create(PARAMS).catch(() => undefined);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes).toMatchObject({
      'url.full': `${fixture.simulator.url}/model/claude-sonnet-5/invoke`,
      'gen_ai.provider.name': 'aws.bedrock',
    });
    expect(attributes['error.type']).toBeDefined();
    expect(attributes['anthropic.auth.key_shape']).toBeUndefined();
  });

  test.each([
    ['abort', undefined, { 'anthropic.retry.outcome': 'aborted', 'anthropic.error.message': 'Slow down' }],
    ['deadline', new DOMException('late', 'TimeoutError'), { 'error.type': 'client_timeout_error' }],
  ])('an %s while the SDK waits to retry ends the call', async (_, reason, expected) => {
    fixture.simulator.load('*: 429 "Slow down" retry-after=30');
    const controller = new AbortController();
    const client = fixture.client(kind, { middleware: [fixture.telemetry.instrumentation.middleware()] });
    setTimeout(() => controller.abort(reason), 100);
    await expect(client.messages.create(PARAMS, { signal: controller.signal })).rejects.toThrow(
      Anthropic.APIUserAbortError,
    );
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes).toMatchObject({ 'http.response.status_code': 429, ...expected });
    if (reason === undefined) expect(attributes).not.toHaveProperty('error.type');
  });

  test.each([
    ['an answer', '*: ok', false],
    ['a stream', '*: ok', true],
    ['a refusal, then an answer', '1: 529 retry-after-ms=5; 2: ok', false],
  ])(
    'a middleware further out that logs a copy of %s takes nothing from the record',
    async (_, script, stream) => {
      fixture.simulator.load(script);
      const logged: string[] = [];
      const logging: Middleware = async (request, next) => {
        const response = await next(request);
        logged.push(await response.clone().text());
        return response;
      };
      const client = fixture.client(kind, {
        middleware: [logging, fixture.telemetry.instrumentation.middleware()],
      });
      const answer = await client.messages.create({ ...PARAMS, stream });
      if (Symbol.asyncIterator in answer) for await (const _ of answer);
      const { attributes } = fixture.telemetry.takeTrace();
      expect(attributes['gen_ai.usage.output_tokens']).toBe(12);
      expect(attributes['http.request.resend_count']).toBe(logged.length > 1 ? 1 : undefined);
      if (stream) expect(attributes['anthropic.stream.outcome']).toBe('completed');
    },
  );

  test('a stream of nothing is a failed call', async () => {
    fixture.simulator.load({ faults: [{ response: { status: 204, body: '' } }] });
    const client = fixture.client(kind, { middleware: [fixture.telemetry.instrumentation.middleware()] });
    const read = async () => {
      for await (const _ of await client.messages.create({ ...PARAMS, stream: true }));
    };
    await read().catch(() => undefined);
    expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
      'error.type': 'malformed_response',
      'http.response.status_code': 204,
    });
    expect((await meter.take())('gen_ai.client.inference.duration')).toMatchObject([{ value: 1 }]);
  });

  describe('a refusal is one span, one measured call and one log event, whatever becomes of its body', () => {
    const JSON_HEADERS = { 'content-type': 'application/json', 'retry-after-ms': '1' };
    const cut = { 'content-length': '100' };
    const whole = '{"type":"error","error":{"type":"api_error","message":"Out of order"}}';
    const BODIES: Readonly<Record<string, Partial<RawReply> & { readonly message?: string }>> = {
      'is whole': { parts: [whole], message: 'Out of order' },
      'is cut in the middle': { headers: cut, parts: [whole.slice(0, 20)], cut: true },
      'is cut behind the headers': { headers: cut, cut: 'at once' },
      'is empty': {},
      'is no JSON': { parts: ['{"type":"err'] },
      'is a page': { headers: { 'content-type': 'text/html' }, parts: ['<html>Bad gateway</html>'] },
    };
    const ALL = [400, 529].flatMap((status) =>
      Object.entries(BODIES).map(([title, body]) => ({ status, title, body })),
    );

    test.each(ALL)('$status whose body $title', async ({ status, body: { message, ...body } }) => {
      raw.reply({ status, parts: [], ...body, headers: { ...JSON_HEADERS, ...body.headers } });
      const client = fixture.client(kind, {
        baseURL: raw.url,
        maxRetries: 1,
        middleware: [fixture.telemetry.instrumentation.middleware({ maxRetries: 1 })],
      });
      await expect(client.messages.create(PARAMS)).rejects.toMatchObject({ status });
      const { call, attributes } = fixture.telemetry.takeTrace();
      expect(attributes).toMatchObject({
        'error.type': message === undefined ? `${status}` : 'api_error',
        'http.response.status_code': status,
        'anthropic.retry.outcome': status === 400 ? 'not_retryable' : 'exhausted',
        ...(message !== undefined && { 'anthropic.error.message': message }),
      });
      expect(call.status.code).toBe(SpanStatusCode.ERROR);
      const points = await meter.take();
      expect(points('gen_ai.client.inference.duration')).toMatchObject([{ value: 1 }]);
      expect(points('anthropic.client.attempts')).toMatchObject([{ value: status === 400 ? 1 : 2 }]);
      expect(logs.getFinishedLogRecords().map(({ spanContext }) => spanContext?.spanId)).toEqual([
        call.spanContext().spanId,
      ]);
    });
  });

  describe('the same options object for two calls is two spans', () => {
    const OPTIONS = { method: 'post', path: '/v1/messages', body: PARAMS } as const;
    const newClient = (options: ClientOptions = {}) =>
      new Anthropic({
        apiKey: 'sk-ant-example',
        baseURL: fixture.simulator.url,
        middleware: [fixture.telemetry.instrumentation.middleware()],
        ...clientOptionsFor(kind),
        ...options,
      });
    const spans = () =>
      fixture.telemetry
        .takeSpans()
        .filter(isCallSpan)
        .map(({ attributes }) => [
          attributes['http.response.status_code'],
          attributes['http.request.resend_count'] ?? 0,
        ])
        .sort();

    test('one after the other', async () => {
      fixture.simulator.load('#1: 529 retry-after-ms=1; #2: ok; #3: ok; #4: 400; #5: ok');
      const client = newClient();
      const options = { ...OPTIONS };
      for (let calls = 0; calls < 4; calls += 1) await client.request(options).catch(() => undefined);
      expect(spans()).toEqual([
        [200, 0],
        [200, 0],
        [200, 1],
        [400, 0],
      ]);
    });

    test('at the same time', async () => {
      fixture.simulator.load('*: ok delay=100ms');
      const client = newClient();
      const options = { ...OPTIONS };
      await Promise.all([client.request(options), client.request(options), client.request(options)]);
      expect(spans()).toEqual([
        [200, 0],
        [200, 0],
        [200, 0],
      ]);
    });

    test('at the same time, retried', async () => {
      fixture.simulator.load('#1: 529 retry-after-ms=30; #2: 529 retry-after-ms=30; *: ok');
      const client = newClient();
      const options = { ...OPTIONS };
      await Promise.all([client.request(options), client.request(options)]);
      expect(spans()).toEqual([
        [200, 1],
        [200, 1],
      ]);
    });

    test('while a stream of the first is open', async () => {
      fixture.simulator.load('ok');
      const client = newClient();
      const options = { ...OPTIONS, body: { ...PARAMS, stream: true }, stream: true };
      const first = await client.request<AsyncIterable<unknown>>(options);
      const second = await client.request<AsyncIterable<unknown>>(options);
      for await (const _ of second);
      for await (const _ of first);
      expect(spans()).toEqual([
        [200, 0],
        [200, 0],
      ]);
    });
  });

  test('what a middleware further out sends again is another attempt of the same call', async () => {
    fixture.simulator.load('#1: 529; #2: ok');
    const again: Middleware = async (request, next) => {
      const response = await next(request);
      return response.ok ? response : next(request);
    };
    const client = new Anthropic({
      apiKey: 'sk-ant-example',
      baseURL: fixture.simulator.url,
      middleware: [again, fixture.telemetry.instrumentation.middleware()],
      ...clientOptionsFor(kind),
    });
    await client.messages.create(PARAMS);
    const { attributes, attempts } = fixture.telemetry.takeTrace();
    expect(attributes['http.request.resend_count']).toBe(1);
    expect(attempts).toHaveLength(2);
  });
});
