// Without patches, a middleware alone gives every drill the same diagnosis.
import { getEventListeners } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import type { Middleware } from '@anthropic-ai/sdk/core/middleware';
import { SpanStatusCode } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { type Drill, runDrill } from '@sevenstep/anthropic-simulator';
import { createChecklist } from '@sevenstep/checklist';
import { drills, healthy } from '@sevenstep/checklist/drills';
import { field } from '@sevenstep/wire';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { NODE_FETCH, nodeFetch } from '../support/node-fetch.ts';
import { type RawReply, type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { clientOptionsFor, isCallSpan, SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

/** Drills that a middleware cannot diagnose, and why. */
const UNSEEN: Record<string, string> = {
  'connection.invalid_url': 'the call fails before there is a request',
  'response.stream_abandoned':
    'the SDK aborts the request of a stream that is left: that is all that is seen',
  'identity.credentials_unavailable': 'the call fails before there is a request',
  'identity.key_characters': 'the call fails before there is a request',
  'request.header_characters': 'the call fails before there is a request',
  'identity.missing_credentials': 'the call fails before there is a request',
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
    // The SDK waits 8 s at most.
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
  // Without the ten seconds in which nothing arrived.
  expect(call.duration[0]).toBe(0);
});

describe('a connection that fails each time', () => {
  const failing: typeof fetch = async () => {
    throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
  };
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each<[string, number | undefined, number | undefined, number | undefined, number]>([
    ['as often as the SDK tries by itself', undefined, undefined, undefined, 2],
    ['as often as the client says', 1, 1, undefined, 1],
    ['as often as the request says', 2, 2, 0, 0],
  ])('%s: the call ends with its last attempt', async (_, ofClient, ofMiddleware, ofRequest, retries) => {
    const options = ofMiddleware === undefined ? {} : { maxRetries: ofMiddleware };
    const client = fixture.client('owned', {
      fetch: failing,
      middleware: [fixture.telemetry.instrumentation.middleware(options)],
      ...(ofClient !== undefined && { maxRetries: ofClient }),
    });
    const request = ofRequest === undefined ? {} : { maxRetries: ofRequest };
    const call = client.messages.create(PARAMS, request).catch((error: unknown) => error);
    const isOver = vi.fn();
    void call.then(isOver);
    for (let waits = 0; !isOver.mock.calls.length; waits += 1) {
      expect(waits).toBeLessThan(100);
      await vi.advanceTimersByTimeAsync(250);
    }
    expect(await call).toBeInstanceOf(Anthropic.APIConnectionError);
    const { attributes, attempts } = fixture.telemetry.takeTrace();
    expect(attributes).toMatchObject({
      'error.type': 'connection_error',
      'anthropic.retry.outcome': 'exhausted',
    });
    expect(attributes['http.request.resend_count']).toBe(retries || undefined);
    expect(attempts).toHaveLength(retries === 0 ? 0 : retries + 1);
  });

  test('a later attempt that takes long is not cut short by the end of an earlier one', async () => {
    let requests = 0;
    let answer: ((response: Response) => void) | undefined;
    const slow: typeof fetch = (...args) => {
      requests += 1;
      return requests === 1 ? failing(...args) : new Promise((resolve) => (answer = resolve));
    };
    const client = fixture.client('owned', {
      fetch: slow,
      timeout: 600_000,
      middleware: [fixture.telemetry.instrumentation.middleware()],
    });
    const call = client.messages.create(PARAMS);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(requests).toBe(2);
    expect(fixture.telemetry.takeSpans()).toEqual([]);
    answer?.(Response.json({ type: 'message', content: [], usage: { output_tokens: 2 } }));
    await call;
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes).toMatchObject({
      'gen_ai.usage.output_tokens': 2,
      'anthropic.retry.outcome': 'recovered',
    });
    expect(attributes).not.toHaveProperty('error.type');
  });
});

test('the hook of a call that recovered is given its answer, and no error of before', async () => {
  const { instrumentation } = fixture.telemetry;
  const given: unknown[] = [];
  instrumentation.setConfig({
    responseHook: (_span, { body, error }) => void given.push([field(body, 'type'), error]),
  });
  try {
    fixture.simulator.load('1: 529 retry-after-ms=1; 2: ok');
    await fixture.client('owned', { middleware: [instrumentation.middleware()] }).messages.create(PARAMS);
  } finally {
    instrumentation.setConfig({});
  }
  expect(given).toEqual([['message', undefined]]);
  expect(fixture.telemetry.takeTrace().attributes['anthropic.retry.outcome']).toBe('recovered');
});

/** A `fetch`, and a promise for the moment when the SDK has its first response. */
function notingAnswer(): { readonly fetch: typeof fetch; readonly answered: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const noting: typeof fetch = async (...args) => {
    const response = await fetch(...args);
    setTimeout(resolve, 10);
    return response;
  };
  return { fetch: noting, answered: promise };
}

test('a process that ends while the SDK waits to send a rejected request again gives the call up', async () => {
  fixture.simulator.load('*: 529 retry-after=30');
  const controller = new AbortController();
  const { fetch: noting, answered } = notingAnswer();
  const middleware = [fixture.telemetry.instrumentation.middleware()];
  const client = fixture.client('owned', { fetch: noting, middleware });
  const call = client.messages.create(PARAMS, { signal: controller.signal }).catch(() => undefined);
  await answered;
  fixture.telemetry.instrumentation.endCalls();
  controller.abort();
  await call;
  const { attributes } = fixture.telemetry.takeTrace();
  expect(attributes).toMatchObject({
    'anthropic.retry.outcome': 'aborted',
    'http.response.status_code': 529,
  });
  expect(attributes).not.toHaveProperty('error.type');
});

test('a request of which the SDK says nothing passes through', async () => {
  const middleware = fixture.telemetry.instrumentation.middleware();
  const request = { url: `${fixture.simulator.url}/v1/messages`, headers: new Headers() };
  const response = new Response('{}');
  const seen: unknown[] = [];
  const next = async (given: unknown) => {
    seen.push(given);
    return response;
  };
  expect(await middleware(request, next)).toBe(response);
  expect(await middleware(request, next, {})).toBe(response);
  expect(seen).toEqual([request, request]);
  expect(Reflect.ownKeys(response)).toEqual([]);
  expect(fixture.telemetry.takeSpans()).toEqual([]);
});

test('the timeout of a request is that of the SDK, in seconds', async () => {
  fixture.simulator.load('400');
  const middleware = [fixture.telemetry.instrumentation.middleware()];
  const client = fixture.client('owned', { middleware, timeout: 7_000 });
  await client.messages.create(PARAMS).catch(() => undefined);
  expect(fixture.telemetry.takeTrace().attributes['anthropic.request.timeout']).toBe(7);
});

test('of a rejection of many kilobytes the beginning is kept, and the status is its type', async () => {
  const message = `Too much of it: ${'x'.repeat(70_000)}`;
  const body = JSON.stringify({ type: 'error', error: { type: 'api_error', message } });
  fixture.simulator.load({
    faults: [
      {
        response: {
          status: 500,
          headers: { 'content-type': 'application/json', 'x-should-retry': 'false' },
          body,
        },
      },
    ],
  });
  const client = fixture.client('owned', { middleware: [fixture.telemetry.instrumentation.middleware()] });
  await client.messages.create(PARAMS).catch(() => undefined);
  const { attributes } = fixture.telemetry.takeTrace();
  expect(attributes['error.type']).toBe('500');
  expect(attributes['anthropic.error.message']).toContain('Too much of it');
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
    const aborting: typeof fetch = async (...request) => {
      const response = await fetch(...request);
      setTimeout(() => controller.abort(reason), 100);
      return response;
    };
    const middleware = [fixture.telemetry.instrumentation.middleware()];
    const client = fixture.client(kind, { fetch: aborting, middleware });
    await expect(client.messages.create(PARAMS, { signal: controller.signal })).rejects.toThrow(
      Anthropic.APIUserAbortError,
    );
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes).toMatchObject({ 'http.response.status_code': 429, ...expected });
    if (reason === undefined) expect(attributes).not.toHaveProperty('error.type');
  });

  test('an abort while the SDK waits after a failed connection ends the call at once', async () => {
    const controller = new AbortController();
    const failing: typeof fetch = async () => {
      setTimeout(() => controller.abort(), 30);
      throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
    };
    const middleware = [fixture.telemetry.instrumentation.middleware()];
    const client = fixture.client(kind, { middleware, fetch: failing });
    const call = client.messages.create(PARAMS, { signal: controller.signal });
    await expect(call).rejects.toThrow(Anthropic.APIUserAbortError);
    expect((await meter.take())('gen_ai.client.inference.duration')).toMatchObject([{ value: 1 }]);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes['anthropic.retry.outcome']).toBe('aborted');
    expect(attributes).not.toHaveProperty('error.type');
  });

  test.each([
    ['aborts', undefined, 'aborted', undefined],
    ['gives a deadline', new DOMException('late', 'TimeoutError'), 'timeout', 'client_timeout_error'],
  ])('a stream that the application %s', async (_, reason, outcome, type) => {
    fixture.simulator.load('stall 30s after 3 deltas');
    const controller = new AbortController();
    const client = fixture.client(kind, { middleware: [fixture.telemetry.instrumentation.middleware()] });
    const stream = await client.messages.create({ ...PARAMS, stream: true }, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 60);
    const read = async () => {
      for await (const _event of stream);
    };
    await read().catch(() => undefined);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes['anthropic.stream.outcome']).toBe(outcome);
    expect(attributes['error.type']).toBe(type);
  });

  test('an abort during a later attempt is that of the attempt, which is measured as aborted', async () => {
    fixture.simulator.load('1: 529 retry-after-ms=1; 2: hang');
    const controller = new AbortController();
    const middleware = [fixture.telemetry.instrumentation.middleware()];
    let requests = 0;
    const counting: typeof fetch = (...args) => {
      requests += 1;
      if (requests === 2) setTimeout(() => controller.abort(), 30);
      return fetch(...args);
    };
    const client = fixture.client(kind, { middleware, fetch: counting });
    const call = client.messages.create(PARAMS, { signal: controller.signal });
    await expect(call).rejects.toThrow(Anthropic.APIUserAbortError);
    const { attributes, attempts } = fixture.telemetry.takeTrace();
    expect(attributes['anthropic.retry.outcome']).toBe('aborted');
    expect(attempts).toHaveLength(2);
    const points = (await meter.take())('anthropic.client.attempts');
    expect(points.map((point) => point.attributes['anthropic.attempt.outcome']).sort()).toEqual([
      'aborted',
      'overloaded',
    ]);
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

  test('a response that cannot be copied, as it is being read, has its tokens', async () => {
    const client = fixture.client(kind, { middleware: [fixture.telemetry.instrumentation.middleware()] });
    const response = await client.messages.create({ ...PARAMS, stream: true }).asResponse();
    const reader = response.body?.getReader();
    expect(() => response.clone()).toThrow(TypeError);
    while (!(await reader?.read())?.done);
    expect(fixture.telemetry.takeTrace().attributes['gen_ai.usage.output_tokens']).toBe(12);
  });

  describe('of several requests at once, the first answer decides', () => {
    const answers = {
      good: () =>
        Response.json(
          { type: 'message', id: 'msg_1', content: [], usage: { input_tokens: 1, output_tokens: 2 } },
          { headers: { 'request-id': 'req_good' } },
        ),
      busy: () =>
        Response.json(
          { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
          { status: 529, headers: { 'request-id': 'req_busy' } },
        ),
      lost: (): Response => {
        throw new TypeError('fetch failed');
      },
    };
    type Name = keyof typeof answers;
    const succeeded = async (response: Promise<Response>): Promise<Response> => {
      if (!(await response).ok) throw new Error('The region is busy');
      return response;
    };

    test.each<{ begun: readonly Name[]; ended: readonly Name[] }>([
      { begun: ['good', 'busy'], ended: ['busy', 'good'] },
      { begun: ['busy', 'good'], ended: ['busy', 'good'] },
      { begun: ['good', 'lost'], ended: ['lost', 'good'] },
      { begun: ['good', 'busy'], ended: ['good', 'busy'] },
      { begun: ['good', 'lost'], ended: ['good', 'lost'] },
    ])('begun: $begun, ended: $ended', async ({ begun, ended }) => {
      const open = new Map(begun.map((name) => [name, Promise.withResolvers<void>()]));
      const names = begun.values();
      const fetch = async () => {
        const name = names.next().value ?? 'lost';
        await open.get(name)?.promise;
        return answers[name]();
      };
      const requests: Promise<Response>[] = [];
      const racing: Middleware = (request, next) => {
        requests.push(...begun.map(() => succeeded(next(request))));
        return Promise.any(requests);
      };
      const middleware = [racing, fixture.telemetry.instrumentation.middleware()];
      const call = fixture.client(kind, { fetch, middleware }).messages.create(PARAMS).asResponse();
      for (const name of ended) {
        await new Promise((resolve) => setImmediate(resolve));
        open.get(name)?.resolve();
      }
      const response = await call;
      await Promise.allSettled(requests);
      await response.text();
      const { call: span, attributes } = fixture.telemetry.takeTrace();
      expect(span.status.code).toBe(SpanStatusCode.UNSET);
      expect(attributes).toMatchObject({
        'http.response.status_code': 200,
        'anthropic.request.id': 'req_good',
        'gen_ai.usage.output_tokens': 2,
      });
      expect(attributes).not.toHaveProperty('error.type');
    });

    test('rejections of both leave no listener on the signal of the application', async () => {
      const { signal } = new AbortController();
      let requests = 0;
      const fetch = async () => {
        requests += 1;
        return requests > 2 ? answers.good() : answers.busy();
      };
      const racing: Middleware = async (request, next) => {
        const [first] = await Promise.all([next(request), next(request)]);
        return first;
      };
      const middleware = [racing, fixture.telemetry.instrumentation.middleware()];
      await fixture.client(kind, { fetch, middleware }).messages.create(PARAMS, { signal });
      expect(getEventListeners(signal, 'abort')).toEqual([]);
      expect(fixture.telemetry.takeTrace().attributes['anthropic.request.id']).toBe('req_good');
    });

    test('those that a middleware aborts then are of the same call', async () => {
      let requests = 0;
      const fetch: ClientOptions['fetch'] = (_, init) => {
        requests += 1;
        if (requests > 1) return Promise.resolve(answers.good());
        return new Promise((_, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        });
      };
      const racing: Middleware = async (request, next) => {
        const slow = new AbortController();
        const both = [next({ ...request, signal: slow.signal }), next(request)];
        const first = await Promise.race(both);
        slow.abort();
        await Promise.allSettled(both);
        return first;
      };
      const middleware = [racing, fixture.telemetry.instrumentation.middleware()];
      await fixture.client(kind, { fetch, middleware }).messages.create(PARAMS);
      const { attributes, attempts } = fixture.telemetry.takeTrace();
      expect(attributes['anthropic.request.id']).toBe('req_good');
      expect(attempts.map(({ status }) => status.code)).toEqual([SpanStatusCode.UNSET, SpanStatusCode.UNSET]);
    });
  });

  describe.each(NODE_FETCH)('through %s, whose bodies are streams of Node.js', (name) => {
    const observed = async (...more: Middleware[]) =>
      fixture.client(kind, {
        fetch: await nodeFetch(name),
        middleware: [...more, fixture.telemetry.instrumentation.middleware()],
      });
    const READINGS: Readonly<Record<string, (client: Anthropic) => Promise<unknown>>> = {
      'a stream': async (client) => {
        for await (const _ of await client.messages.create({ ...PARAMS, stream: true }));
      },
      'a stream helper': (client) => client.messages.stream(PARAMS).finalMessage(),
      'a response that the application reads': async (client) => {
        const { body } = await client.messages.create(PARAMS).asResponse();
        for await (const _ of body ?? []);
      },
    };

    test.each(Object.entries(READINGS))('%s has its tokens', async (_, read) => {
      await read(await observed());
      expect(fixture.telemetry.takeTrace().attributes['gen_ai.usage.output_tokens']).toBe(12);
    });

    test('a response that the application pipes has a span', async () => {
      const { body } = await (await observed()).messages.create(PARAMS).asResponse();
      (body as unknown as Readable).pipe(new PassThrough());
      expect(fixture.telemetry.takeTrace().attributes['http.response.status_code']).toBe(200);
    });

    test('a rejected request is sent again', async () => {
      fixture.simulator.load('1: 529 retry-after-ms=1; 2: ok');
      await (await observed()).messages.create(PARAMS);
      const { attributes } = fixture.telemetry.takeTrace();
      expect(attributes).toMatchObject({
        'anthropic.retry.outcome': 'recovered',
        'gen_ai.usage.output_tokens': 12,
      });
    });

    test('a message that a middleware has read a copy of has its tokens', async () => {
      const logging: Middleware = async (request, next) => {
        const response = await next(request);
        await response.clone().text();
        return response;
      };
      await (await observed(logging)).messages.create(PARAMS);
      expect(fixture.telemetry.takeTrace().attributes['gen_ai.usage.output_tokens']).toBe(12);
    });
  });

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

    test('while the first waits to be sent again', async () => {
      fixture.simulator.load('#1: 529 retry-after-ms=200; *: ok');
      const { fetch: noting, answered } = notingAnswer();
      const client = newClient({ fetch: noting });
      const options = { ...OPTIONS };
      const first = client.request<Anthropic.Message>(options);
      await answered;
      const second = client.request<Anthropic.Message>(options);
      const sent = [
        [(await first).id, 1],
        [(await second).id, undefined],
      ];
      const calls = fixture.telemetry
        .takeSpans()
        .filter(isCallSpan)
        .map(({ attributes }) => [attributes['gen_ai.response.id'], attributes['http.request.resend_count']]);
      expect(new Map(calls as [string, unknown][])).toEqual(new Map(sent as [string, unknown][]));
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
