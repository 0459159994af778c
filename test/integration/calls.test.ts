// Every way of calling has exactly one call span, which ends once and has the right values.
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import Anthropic, { type ClientOptions, type Middleware } from '@anthropic-ai/sdk';
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { diagnose } from '@sevenstep/checklist';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { clientOptionsFor, isCallSpan, SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

const KEY = 'sk-ant-api03-not-a-real-key';

const body2Node = (body: Response['body']): Readable => Readable.fromWeb(body as NodeReadableStream);

// Every call is near a limit, so each span has all details.
const fixture = setUp(() => startTestTelemetry({ nearLimitShare: 1 }));
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => unhandled.push(reason);

beforeAll(() => {
  process.on('unhandledRejection', onUnhandled);
});
afterAll(() => {
  process.off('unhandledRejection', onUnhandled);
});
beforeEach(() => fixture.simulator.load({ faults: [] }));
afterEach(async () => {
  await new Promise(setImmediate);
  expect(unhandled.splice(0)).toEqual([]);
  expect(fixture.telemetry.takeSpans().filter(isCallSpan)).toEqual([]);
});

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const client = (options: ClientOptions = {}) => fixture.client(kind, options);

  test('a success leaves its status unset, and carries tokens, cached ones included', async () => {
    fixture.simulator.load({
      faults: [
        {
          answer: {
            usage: {
              input_tokens: 10,
              output_tokens: 20,
              cache_read_input_tokens: 300,
              cache_creation_input_tokens: 4000,
            },
          },
        },
      ],
    });
    const message = await client().messages.create(PARAMS);
    const { call, attributes } = fixture.telemetry.takeTrace();
    expect(call.name).toBe('chat claude-sonnet-5');
    expect(call.status.code).toBe(SpanStatusCode.UNSET);
    expect(attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-5',
      'gen_ai.response.id': message.id,
      'gen_ai.response.finish_reasons': ['end_turn'],
      'gen_ai.usage.input_tokens': 4310,
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.usage.cache_read.input_tokens': 300,
      'gen_ai.usage.cache_write.input_tokens': 4000,
      'anthropic.request.id': message._request_id,
      'anthropic.sdk.method': 'messages.create',
      'server.address': '127.0.0.1',
    });
    expect(attributes).not.toHaveProperty('gen_ai.request.stream');
    expect(attributes).not.toHaveProperty('error.type');
  });

  test('withResponse() gives the message and the response, and awaiting twice makes one request', async () => {
    const promise = client().messages.create(PARAMS);
    const { data, response, request_id } = await promise.withResponse();
    expect((await promise).id).toBe(data.id);
    expect(response.status).toBe(200);
    expect(fixture.simulator.journal).toHaveLength(1);
    expect(fixture.telemetry.takeTrace().attributes['anthropic.request.id']).toBe(request_id);
  });

  test('asResponse() leaves the body to the application', async () => {
    const response = await client().messages.create(PARAMS).asResponse();
    expect(response.bodyUsed).toBe(false);
    expect(await response.json()).toMatchObject({ type: 'message' });
    expect(Object.keys(response)).toEqual([]);
    expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
      'http.response.status_code': 200,
      'gen_ai.usage.input_tokens': 25,
      'gen_ai.usage.output_tokens': 12,
    });
  });

  test.each([
    ['text', async (response: Response) => JSON.parse(await response.text())],
    ['a clone', async (response: Response) => response.clone().json()],
    ['its stream', async (response: Response) => new Response(response.body).json()],
    [
      'arrayBuffer',
      async (response: Response) => JSON.parse(Buffer.from(await response.arrayBuffer()).toString()),
    ],
  ])('asResponse() read as %s ends the span once', async (_, read) => {
    expect(await read(await client().messages.create(PARAMS).asResponse())).toMatchObject({
      type: 'message',
    });
    expect(fixture.telemetry.takeTrace().attributes['http.response.status_code']).toBe(200);
  });

  test('every other call has a span, too, named as the SDK names it', async () => {
    const { input_tokens } = await client().messages.countTokens({
      model: PARAMS.model,
      messages: PARAMS.messages,
    });
    expect(input_tokens).toBeGreaterThan(0);
    const ids: string[] = [];
    for await (const model of client().models.list()) ids.push(model.id);
    await client().models.retrieve(ids[0] ?? '');
    await expect(client().get('/v1/nothing/of_that_kind')).rejects.toThrow(Anthropic.NotFoundError);
    const spans = fixture.telemetry.takeSpans().filter(isCallSpan);
    const names = ['messages.count_tokens', 'models.list', 'models.retrieve', 'nothing.of_that_kind.list'];
    expect(spans.map(({ name }) => name)).toEqual(names.map((name) => `anthropic.${name}`));
    expect(spans.map(({ attributes }) => attributes['anthropic.sdk.method'])).toEqual(names);
    expect(spans.at(-1)?.attributes).toMatchObject({
      'error.type': 'not_found_error',
      'http.response.status_code': 404,
    });
    expect(spans.some(({ attributes }) => 'gen_ai.operation.name' in attributes)).toBe(false);
  });

  test.each([
    ['one text', (response: Response) => response.text()],
    [
      'its body, chunk by chunk',
      async ({ body }: Response) => {
        let text = '';
        for await (const chunk of body ?? []) text += Buffer.from(chunk).toString();
        return text;
      },
    ],
    [
      'its body, with a reader',
      async ({ body }: Response) => {
        const reader = body?.getReader();
        let text = '';
        for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
          text += Buffer.from(part.value).toString();
        }
        return text;
      },
    ],
    [
      'a Node.js stream',
      async ({ body }: Response) => Buffer.concat(await body2Node(body).toArray()).toString(),
    ],
  ])('asResponse() of a stream, read as %s, has the stream’s facts', async (how, read) => {
    const response = await client()
      .messages.create({ ...PARAMS, stream: true })
      .asResponse();
    const text = await read(response);
    expect(text).toContain('event: message_stop');
    const events = [...text.matchAll(/^event: (?!ping)/gm)].length;
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes['gen_ai.request.stream']).toBe(true);
    // From 26 on, Node.js reads a stream itself where the instrumentation cannot see it. The call still ends.
    if (how === 'a Node.js stream' && Number.parseInt(process.versions.node, 10) >= 26) return;
    expect(attributes).toMatchObject({
      'anthropic.stream.outcome': 'completed',
      'anthropic.stream.events': events,
      'gen_ai.usage.output_tokens': 12,
    });
  });

  test('an early break still aborts the request, and no event is read ahead', async () => {
    fixture.simulator.load({ faults: [{ answer: { text: 'word '.repeat(50), pauseMs: 20 } }] });
    const stream = await client().messages.create({ ...PARAMS, stream: true });
    for await (const _ of stream) break;
    expect(stream.controller.signal.aborted).toBe(true);
    await fixture.simulator.settled();
    expect(fixture.simulator.journal.at(-1)?.outcome).toBe('client_gone');
    const { call, attributes } = fixture.telemetry.takeTrace();
    expect(attributes).toMatchObject({
      'anthropic.stream.outcome': 'abandoned',
      'anthropic.stream.events': 1,
    });
    expect(call.status.code).toBe(SpanStatusCode.UNSET);
  });

  test('a break after message_stop is a complete answer', async () => {
    const stream = await client().messages.create({ ...PARAMS, stream: true });
    for await (const event of stream) if (event.type === 'message_stop') break;
    expect(fixture.telemetry.takeTrace().attributes['anthropic.stream.outcome']).toBe('completed');
  });

  test('both halves of a tee() get every event', async () => {
    const stream = await client().messages.create({ ...PARAMS, stream: true });
    const [left, right] = stream.tee();
    const types = async (half: AsyncIterable<Anthropic.RawMessageStreamEvent>) => {
      const seen: string[] = [];
      for await (const { type } of half) seen.push(type);
      return seen;
    };
    const [first, second] = await Promise.all([types(left), types(right)]);
    expect(first).toEqual(second);
    expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
      'anthropic.stream.outcome': 'completed',
      'anthropic.stream.events': first.length,
    });
  });

  // The SDK ends its own span with `return()`, before its iterator throws.
  test.runIf(kind === 'owned')(
    'a library that closes the iterator when the SDK aborts does not hide that the stream broke',
    async () => {
      fixture.simulator.load('cut after 3 deltas');
      const stream = await client().messages.create({ ...PARAMS, stream: true });
      const iterator = stream[Symbol.asyncIterator]();
      stream.controller.signal.addEventListener('abort', () => void iterator.return?.());
      const read = async () => {
        while (!(await iterator.next()).done);
      };
      await expect(read()).rejects.toThrow('terminated');
      expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
        'anthropic.stream.outcome': 'interrupted',
        'error.type': 'stream_interrupted',
      });
    },
  );

  test.runIf(kind === 'owned')(
    'an iterator that is closed after an abort, while it waits for an event, was aborted',
    async () => {
      fixture.simulator.load('stall 20s after 3 deltas');
      const stream = await client().messages.create({ ...PARAMS, stream: true });
      const iterator = stream[Symbol.asyncIterator]();
      for (let events = 0; events < 5; events += 1) await iterator.next();
      const waiting = iterator.next();
      stream.controller.abort();
      await iterator.return?.();
      expect(await waiting).toEqual({ done: true, value: undefined });
      expect(fixture.telemetry.takeTrace().attributes['anthropic.stream.outcome']).toBe('aborted');
    },
  );

  test('an iterator that is closed while it waits for an event has been abandoned, whether or not it comes', async () => {
    fixture.simulator.load('stall 20s after 3 deltas');
    const stream = await client().messages.create({ ...PARAMS, stream: true });
    const iterator = stream[Symbol.asyncIterator]();
    for (let events = 0; events < 5; events += 1) await iterator.next();
    void iterator.next();
    void iterator.return?.();
    expect(fixture.telemetry.takeTrace().attributes['anthropic.stream.outcome']).toBe('abandoned');
    stream.controller.abort();
  });

  test('toReadableStream() and a second iterator behave as the SDK has them', async () => {
    const stream = await client().messages.create({ ...PARAMS, stream: true });
    const reader = stream.toReadableStream().getReader() as ReadableStreamDefaultReader<Uint8Array>;
    let bytes = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length;
    expect(bytes).toBeGreaterThan(0);
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow(
      'Cannot iterate over a consumed stream',
    );
    expect(fixture.telemetry.takeTrace().attributes['anthropic.stream.outcome']).toBe('completed');
  });

  test.each([false, true])(
    'the stream helper (beta: %s) with its events and its final text',
    async (beta) => {
      const { messages } = beta ? client().beta : client();
      const stream = (messages as Anthropic['messages']).stream(PARAMS);
      const texts: string[] = [];
      stream.on('text', (text) => texts.push(text));
      expect(await stream.finalText()).toBe(texts.join(''));
      const { attributes } = fixture.telemetry.takeTrace();
      expect(attributes).toMatchObject({
        'anthropic.sdk.method': beta ? 'beta.messages.stream' : 'messages.stream',
        'anthropic.stream.outcome': 'completed',
        'gen_ai.usage.output_tokens': 12,
      });
      expect(attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThan(0);
    },
  );

  test('a listener of the helper that throws is no failure', async () => {
    fixture.simulator.load('ok');
    const stream = client().messages.stream(PARAMS);
    stream.on('text', () => {
      throw new Error('The listener has failed');
    });
    await expect(stream.finalMessage()).rejects.toThrow('The listener has failed');
    const { call, attributes } = fixture.telemetry.takeTrace();
    expect(call.status.code).toBe(SpanStatusCode.UNSET);
    expect(attributes).not.toHaveProperty('error.type');
    expect(attributes).toMatchObject({
      'anthropic.stream.outcome': 'abandoned',
      'anthropic.diagnosis.id': 'response.stream_abandoned',
    });
  });

  test('abort() of the helper is no failure', async () => {
    fixture.simulator.load({ faults: [{ answer: { text: 'word '.repeat(50), pauseMs: 20 } }] });
    const stream = client().messages.stream(PARAMS);
    stream.on('text', () => stream.abort());
    await expect(stream.finalMessage()).rejects.toThrow(Anthropic.APIUserAbortError);
    const { call, attributes } = fixture.telemetry.takeTrace();
    expect(attributes['anthropic.stream.outcome']).toBe('aborted');
    expect(call.status.code).toBe(SpanStatusCode.UNSET);
    // As after `break`: the text so far is billed.
    expect(attributes).toMatchObject({
      'anthropic.diagnosis.id': 'response.stream_abandoned',
      'anthropic.diagnosis.severity': 'info',
    });
  });

  test('an abort while the SDK waits to retry does not lose the 429', async () => {
    fixture.simulator.load('1: 429 retry-after=30');
    const controller = new AbortController();
    const answeredThenAborted: typeof fetch = async (...args) => {
      const response = await fetch(...args);
      setTimeout(() => controller.abort(), 50);
      return response;
    };
    const call = client({ fetch: answeredThenAborted }).messages.create(PARAMS, {
      signal: controller.signal,
    });
    await expect(call).rejects.toThrow(Anthropic.APIUserAbortError);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes).toMatchObject({
      'http.response.status_code': 429,
      'anthropic.retry.outcome': 'aborted',
      'anthropic.retry.after': 30,
    });
    expect(attributes).not.toHaveProperty('error.type');
  });

  test('a deadline of AbortSignal.timeout() is a failure, an abort() is none', async () => {
    fixture.simulator.load('*: hang');
    const signal = AbortSignal.timeout(50);
    await expect(client().messages.create(PARAMS, { signal })).rejects.toThrow(Anthropic.APIUserAbortError);
    expect(fixture.telemetry.takeTrace().attributes['error.type']).toBe('client_timeout_error');

    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await expect(client().messages.create(PARAMS, { signal: controller.signal })).rejects.toThrow();
    const { call, attributes } = fixture.telemetry.takeTrace();
    expect(call.status.code).toBe(SpanStatusCode.UNSET);
    expect(attributes).not.toHaveProperty('error.type');
  });

  test('a body that breaks off is a failure, and no connection error: a response had come', async () => {
    const broken = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"type":"mess')),
      pull: (controller) => controller.error(new TypeError('terminated')),
    });
    const headers = { 'content-type': 'application/json', 'request-id': 'req_broken' };
    const answering = client({ fetch: async () => new Response(broken, { headers }) });
    await expect(answering.messages.create(PARAMS)).rejects.toThrow('terminated');
    expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
      'error.type': 'response_interrupted',
      'http.response.status_code': 200,
      'anthropic.request.id': 'req_broken',
    });
  });

  test.each([
    [401, Anthropic.AuthenticationError],
    [403, Anthropic.PermissionDeniedError],
  ])(
    'a key that the client gets anew for each call is judged by what was sent: %i',
    async (status, thrown) => {
      fixture.simulator.load(`*: ${status}`);
      const getting = client({ apiKey: async () => 'sk-proj-from-a-vault' });
      await expect(getting.messages.create(PARAMS)).rejects.toThrow(thrown);
      expect(fixture.telemetry.takeTrace().attributes['anthropic.auth.key_shape']).toBe('other_vendor');
    },
  );

  test.each<[what: string, options: ClientOptions]>([
    ['no key', { apiKey: null, defaultHeaders: { 'x-api-key': null, authorization: null } }],
    ['a placeholder', { apiKey: 'placeholder' }],
  ])('%s in front of a fetch that may add the key is not judged', async (_, options) => {
    fixture.simulator.load({ faults: [{ response: { status: 401, body: '' } }] });
    const adding: typeof fetch = (url, init) => {
      const headers = new Headers(init?.headers);
      headers.set('x-api-key', KEY);
      return fetch(url, { ...init, headers });
    };
    const made = client({ ...options, fetch: adding });
    await expect(made.messages.create(PARAMS)).rejects.toThrow(Anthropic.AuthenticationError);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes).not.toHaveProperty('anthropic.auth.key_shape');
    expect(diagnose(attributes)?.id).toBe('identity.unrecognized');
  });

  const REQUIRED = 'x-api-key header is required';
  test.each<[what: string, options: ClientOptions, message: string, shape: string, id: string]>([
    // Fetch removes trailing line breaks.
    ['a line break at its end', { apiKey: `${KEY}\n` }, 'invalid x-api-key', 'ok', 'identity.key_invalid'],
    ['a blank in it', { apiKey: `${KEY} b` }, 'invalid x-api-key', 'whitespace', 'identity.key_whitespace'],
    ['no other character', { apiKey: ' \n' }, REQUIRED, 'missing', 'identity.missing_credentials'],
    [
      'no header',
      { apiKey: KEY, defaultHeaders: { 'x-api-key': null, authorization: null } },
      REQUIRED,
      'missing',
      'identity.missing_credentials',
    ],
    [
      'another header',
      { apiKey: 'dummy', defaultHeaders: { 'x-api-key': null, authorization: `token ${KEY}` } },
      REQUIRED,
      'ok',
      'identity.header_stripped',
    ],
  ])('a key with %s is judged by what was sent', async (_, options, message, shape, id) => {
    fixture.simulator.load({
      faults: [{ response: { status: 401, error: { type: 'authentication_error', message } } }],
    });
    await expect(client(options).messages.create(PARAMS)).rejects.toThrow(Anthropic.AuthenticationError);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes['anthropic.auth.key_shape']).toBe(shape);
    expect(diagnose(attributes)?.id).toBe(id);
  });

  test('an answer without a body ends the span', async () => {
    fixture.simulator.load({ faults: [{ response: { status: 204, body: '' } }] });
    expect(await client().messages.create(PARAMS)).toBeNull();
    expect(fixture.telemetry.takeTrace().attributes['http.response.status_code']).toBe(204);
  });

  test('a middleware that retries by itself: each of its requests is an attempt, with its status', async () => {
    fixture.simulator.load('#1: 529; #2: 500; #3: ok');
    const retrying: Middleware = async (request, next) => {
      for (let tries = 0; ; tries += 1) {
        const response = await next(request);
        if (response.ok || tries === 5) return response;
      }
    };
    await client({ middleware: [retrying] }).messages.create(PARAMS);
    const { attributes, attempts } = fixture.telemetry.takeTrace();
    expect(attempts.map((attempt) => attempt.attributes['http.response.status_code'])).toEqual([
      529, 500, 200,
    ]);
    expect(attributes).toMatchObject({
      'http.request.resend_count': 2,
      'anthropic.retry.outcome': 'recovered',
      'anthropic.retry.reasons': ['529 overloaded', '500 server'],
    });
  });

  test('a credential that is refreshed after a 401 is a reason to try again', async () => {
    fixture.simulator.load('1: 401; 2: ok');
    const tokens = ['sk-ant-oat01-old', 'sk-ant-oat01-new'];
    const credentials = async () => ({ token: tokens.shift() ?? '', expiresAt: null });
    await client({ apiKey: null, credentials }).messages.create(PARAMS);
    const { attributes, attempts } = fixture.telemetry.takeTrace();
    expect(attempts.map((attempt) => attempt.attributes['error.type'])).toEqual(['401', undefined]);
    expect(attributes).toMatchObject({
      'anthropic.retry.outcome': 'recovered',
      'anthropic.retry.reasons': ['401 unauthorized'],
    });
    expect(tokens).toEqual([]);
  });

  test('a middleware that answers without a request', async () => {
    const body = { type: 'message', id: 'msg_1', content: [], usage: { input_tokens: 1, output_tokens: 2 } };
    const answering: Middleware = async () => Response.json(body);
    await client({ middleware: [answering] }).messages.create(PARAMS);
    expect(fixture.simulator.journal).toEqual([]);
    expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
      'http.response.status_code': 200,
      'gen_ai.usage.output_tokens': 2,
    });
  });

  test('calls made at once keep to their own parents', async () => {
    const tracer = trace.getTracer('test');
    const parents = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const parent = tracer.startSpan(`parent ${index}`);
        await context.with(trace.setSpan(context.active(), parent), () =>
          client().messages.create({ ...PARAMS, max_tokens: index + 1 }),
        );
        parent.end();
        return parent.spanContext().spanId;
      }),
    );
    const calls = fixture.telemetry.takeSpans().filter(isCallSpan);
    const byMaxTokens = new Map(calls.map((call) => [call.attributes['gen_ai.request.max_tokens'], call]));
    expect(calls).toHaveLength(10);
    expect(parents.map((_, index) => byMaxTokens.get(index + 1)?.parentSpanContext?.spanId)).toEqual(parents);
  });

  test('spans made beneath a call are its children', async () => {
    const fetchWithSpan: typeof fetch = async (...args) => {
      trace.getTracer('http').startSpan('beneath').end();
      return fetch(...args);
    };
    await client({ fetch: fetchWithSpan }).messages.create(PARAMS);
    const spans = fixture.telemetry.takeSpans();
    const call = spans.find(isCallSpan);
    expect(spans.find(({ name }) => name === 'beneath')?.parentSpanContext?.spanId).toBe(
      call?.spanContext().spanId,
    );
  });

  test('the prompt, the answer and the key are not on any span', async () => {
    fixture.simulator.load({ faults: [{ answer: { text: 'the secret answer' } }] });
    const messages = [{ role: 'user' as const, content: 'the secret question' }];
    await client().messages.create({ ...PARAMS, messages, system: 'the secret rule' });
    const text = JSON.stringify(
      fixture.telemetry.takeSpans().map(({ attributes, status, events }) => [attributes, status, events]),
    );
    expect(text).not.toMatch(/secret|simulator-0000/);
  });

  test('disabled, the instrumentation adds nothing', async () => {
    fixture.telemetry.instrumentation.disable();
    try {
      await client().messages.create(PARAMS);
      const names = fixture.telemetry.takeSpans().map(({ name }) => name);
      expect(names).toEqual(kind === 'adopted' ? ['anthropic.messages.create'] : []);
    } finally {
      fixture.telemetry.instrumentation.enable();
    }
  });

  test('a client class of our own and withOptions() are observed, too', async () => {
    class Mine extends Anthropic {}
    const mine = new Mine({
      apiKey: SIMULATOR_API_KEY,
      baseURL: fixture.simulator.url,
      ...clientOptionsFor(kind),
    });
    await mine.withOptions({ maxRetries: 7 }).messages.create(PARAMS);
    expect(fixture.telemetry.takeTrace().attributes['anthropic.request.max_retries']).toBe(7);
  });
});
