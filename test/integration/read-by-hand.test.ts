// An application reads a response itself, in any way. The body works as usual, and its end ends the span.
import type Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

// A call near a limit has all details on its span.
const fixture = setUp(() => startTestTelemetry({ nearLimitShare: 1 }));
let raw: RawServer;
beforeAll(async () => {
  raw = await startRawServer();
});
afterAll(() => raw[Symbol.asyncDispose]());
beforeEach(() => {
  fixture.simulator.load('ok');
  fixture.telemetry.takeSpans();
});

const JSON_HEADERS = { 'content-type': 'application/json', 'request-id': 'req_1' };
const MESSAGE = '{"id":"msg_1","type":"message","content":[],"usage":{"input_tokens":3,"output_tokens":2}}';
const STREAM = { ...PARAMS, stream: true } as const;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  /** A client whose responses have this body. */
  const answering = (body: string | ReadableStream, headers: Record<string, string> = JSON_HEADERS) =>
    fixture.client(kind, { fetch: async () => new Response(body, { headers }) });
  const ofServer = () => fixture.client(kind, { baseURL: raw.url, maxRetries: 0 });
  const attributes = () => fixture.telemetry.takeTrace().attributes;

  describe.each([
    ['a message', PARAMS, MESSAGE, JSON_HEADERS],
    ['a stream', STREAM, 'event: ping\ndata: {}\n\n', { 'content-type': 'text/event-stream' }],
  ] as const)('%s', (_, params, text, headers) => {
    /** A response whose first chunk has arrived. */
    const begun = async () => {
      const cancelled: unknown[] = [];
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(bytes(text)),
        cancel: (reason) => void cancelled.push(reason),
      });
      const response = await answering(body, headers).messages.create(params).asResponse();
      return { body: response.body as ReadableStream<Uint8Array>, cancelled };
    };

    test.each([0, 1])('a reader that is cancelled after %i chunks ends the span', async (chunks) => {
      const { body, cancelled } = await begun();
      const reader = body.getReader();
      for (let read = 0; read < chunks; read += 1) await reader.read();
      expect(fixture.telemetry.takeSpans()).toEqual([]);
      await reader.cancel('enough');
      expect(cancelled).toEqual(['enough']);
      const { 'anthropic.stream.outcome': outcome, 'error.type': type } = attributes();
      expect([outcome, type]).toEqual([params === STREAM ? 'abandoned' : undefined, undefined]);
    });

    test('a loop over its values that is left ends the span, and takes its options', async () => {
      const { body, cancelled } = await begun();
      for await (const chunk of body.values({ preventCancel: true })) {
        expect(chunk).toEqual(bytes(text));
        break;
      }
      expect(attributes()).not.toHaveProperty('error.type');
      expect(cancelled).toEqual([]);
      await body.cancel('later');
      expect(cancelled).toEqual(['later']);
    });

    test('a reader that is let go leaves the body to the next', async () => {
      const { body } = await begun();
      const first = body.getReader();
      first.releaseLock();
      expect(body.locked).toBe(false);
      expect(fixture.telemetry.takeSpans()).toEqual([]);
      const next = body.getReader();
      expect(body.locked).toBe(true);
      expect((await next.read()).value).toEqual(bytes(text));
      await next.cancel();
      expect(attributes()).not.toHaveProperty('error.type');
    });
  });

  test.each<[string, (body: ReadableStream<Uint8Array>) => Pick<AsyncIterator<unknown>, 'next' | 'return'>]>([
    ['a loop over its values', (body) => body.values()],
    [
      'a reader',
      (body) => {
        const reader = body.getReader();
        return { next: () => reader.read(), return: () => reader.cancel() as Promise<never> };
      },
    ],
  ])('a stream is aborted also where a library then stops %s', async (_, readingOf) => {
    raw.reply({
      headers: { 'content-type': 'text/event-stream' },
      parts: ['event: ping\ndata: {}\n\n', 10_000],
    });
    const controller = new AbortController();
    const response = await ofServer().messages.create(STREAM, { signal: controller.signal }).asResponse();
    const reading = readingOf(response.body as ReadableStream<Uint8Array>);
    await reading.next();
    const next = reading.next();
    controller.signal.addEventListener('abort', () => void reading.return?.()?.catch(() => undefined));
    controller.abort();
    await Promise.allSettled([next]);
    expect(attributes()['anthropic.stream.outcome']).toBe('aborted');
  });

  test('of another route, a long list that the application parses is no message', async () => {
    const list = JSON.stringify({
      data: [{ id: 'msgbatch_1', padding: 'x'.repeat(1024 * 1024) }],
      id: 'msg_1',
    });
    const response = await answering(list).messages.batches.list().asResponse();
    expect(await response.text()).toBe(list);
    const { 'http.response.status_code': status, 'gen_ai.response.id': id } = attributes();
    expect([status, id]).toEqual([200, undefined]);
  });

  test('a buffer of the application’s own is filled', async () => {
    const body = new ReadableStream({
      type: 'bytes',
      start: (controller) => {
        controller.enqueue(bytes(MESSAGE));
        controller.close();
      },
    });
    const response = await answering(body).messages.create(PARAMS).asResponse();
    const reader = response.body?.getReader({ mode: 'byob' });
    const { value } = (await reader?.read(new Uint8Array(4))) ?? {};
    expect(new TextDecoder().decode(value)).toBe(MESSAGE.slice(0, 4));
    const min = await reader?.read(new Uint8Array(8), { min: 8 });
    expect(new TextDecoder().decode(min?.value)).toBe(MESSAGE.slice(4, 12));
    await reader?.cancel();
    attributes();
  });

  test('of a message that is split in two, either half has its tokens', async () => {
    for (const index of [0, 1]) {
      const { body } = await answering(MESSAGE).messages.create(PARAMS).asResponse();
      const halves = body?.tee() ?? [];
      expect(fixture.telemetry.takeSpans()).toEqual([]);
      expect(await new Response(halves[index]).text()).toBe(MESSAGE);
      expect(attributes()['gen_ai.usage.output_tokens']).toBe(2);
      expect(await new Response(halves[1 - index]).text()).toBe(MESSAGE);
      expect(fixture.telemetry.takeSpans()).toEqual([]);
    }
  });

  test.each([
    ['has no body', () => new Response(null, { headers: JSON_HEADERS })],
    ['is no response of the platform', () => ({ ok: true, status: 200, headers: new Headers(JSON_HEADERS) })],
  ])('a response that %s ends the span when it is handed over', async (_, make) => {
    const client = fixture.client(kind, { fetch: async () => make() as Response });
    await client.messages.create(PARAMS).asResponse();
    expect(attributes()['http.response.status_code']).toBe(200);
  });

  const drain = async (read: () => Promise<{ readonly done: boolean }>): Promise<void> => {
    while (!(await read()).done);
  };
  test.each<[string, (body: ReadableStream<Uint8Array>) => Promise<void>]>([
    [
      'a reader that is made by its class',
      async (body) => {
        expect(body.locked).toBe(false);
        const reader = new ReadableStreamDefaultReader(body);
        await drain(() => reader.read());
      },
    ],
    [
      'methods of the class of its reader',
      async (body) => {
        const reader = body.getReader();
        const { read } = ReadableStreamDefaultReader.prototype;
        await drain(() => read.call(reader));
      },
    ],
  ])('a body that is read with %s, as by later versions of Node.js, ends the span', async (_, read) => {
    const { body } = await answering(MESSAGE).messages.create(PARAMS).asResponse();
    expect(fixture.telemetry.takeSpans()).toEqual([]);
    await read(body as ReadableStream<Uint8Array>);
    await new Promise(setImmediate);
    expect(attributes()['http.response.status_code']).toBe(200);
  });

  test('the body of a message that the SDK has parsed stays as it is', async () => {
    const { response } = await answering(MESSAGE).messages.create(PARAMS).withResponse();
    const { body } = response;
    expect(Reflect.ownKeys(body ?? {})).toEqual(Reflect.ownKeys(new Response(MESSAGE).body ?? {}));
    expect(attributes()['gen_ai.usage.output_tokens']).toBe(2);
  });

  test.each([
    ['json', 'response_interrupted'],
    ['text', 'response_interrupted'],
  ] as const)('a message that is cut while %s() reads it has failed', async (method, type) => {
    raw.reply({ headers: { ...JSON_HEADERS, 'content-length': '500' }, parts: [MESSAGE], cut: true });
    const response = await ofServer().messages.create(PARAMS).asResponse();
    await expect(response[method]()).rejects.toThrow(TypeError);
    expect(attributes()).toMatchObject({ 'error.type': type, 'http.response.status_code': 200 });
  });

  describe('JSON in place of a stream', () => {
    const begun = async (cut: boolean) => {
      raw.reply({ headers: { ...JSON_HEADERS, 'content-length': '500' }, parts: ['{"type":', 20], cut });
      return (await ofServer().messages.create(STREAM).asResponse()).body?.getReader();
    };

    test('ends the span when its reader is cancelled', async () => {
      const reader = await begun(false);
      await reader?.read();
      await reader?.cancel();
      expect(attributes()['http.response.status_code']).toBe(200);
    });

    test('that is cut has failed', async () => {
      const reader = await begun(true);
      await reader?.read();
      await expect(reader?.read()).rejects.toThrow(TypeError);
      expect(attributes()['error.type']).toBeDefined();
    });
  });

  describe('a stream', () => {
    const NEAR_LIMIT = {
      'content-type': 'text/event-stream',
      'anthropic-ratelimit-requests-limit': '100',
      'anthropic-ratelimit-requests-remaining': '50',
    };
    const EVENTS = ['message_start', 'message_stop'].map(
      (type) => `event: ${type}\ndata: ${JSON.stringify({ type, message: { id: 'msg_1' } })}\n\n`,
    );

    test('that the SDK has opened is counted once, beside its response', async () => {
      const client = answering(EVENTS.join(''), NEAR_LIMIT);
      const { data, response } = await client.messages.create(STREAM).withResponse();
      for await (const _ of data);
      expect(response.bodyUsed).toBe(true);
      expect(attributes()).toMatchObject({
        'anthropic.stream.events': 2,
        'anthropic.stream.outcome': 'completed',
      });
    });

    test('of which an event has empty data is whole, and that event counts', async () => {
      const [start, stop] = EVENTS;
      const client = answering(`${start}event: message_sparkle\ndata:\n\n${stop}`, NEAR_LIMIT);
      await (await client.messages.create(STREAM).asResponse()).text();
      const found = attributes();
      expect(found).not.toHaveProperty('error.type');
      expect(found).toMatchObject({ 'anthropic.stream.events': 3, 'anthropic.stream.outcome': 'completed' });
    });

    test.each(['events', 'bytes'])(
      'whose %s are all there is whole, also where the request is aborted before its end is read',
      async (what) => {
        raw.reply({ headers: NEAR_LIMIT, parts: [EVENTS.join(''), 10_000] });
        const controller = new AbortController();
        const promise = ofServer().messages.create(STREAM, { signal: controller.signal });
        if (what === 'events') {
          const iterator = (await promise)[Symbol.asyncIterator]();
          for (const _ of EVENTS) await iterator.next();
          controller.abort();
          expect(fixture.telemetry.takeSpans()).toEqual([]);
          expect(await iterator.next()).toEqual({ done: true, value: undefined });
        } else {
          const reader = (await promise.asResponse()).body?.getReader();
          await reader?.read();
          controller.abort();
          expect(fixture.telemetry.takeSpans()).toEqual([]);
          await expect(reader?.read()).rejects.toThrow('aborted');
        }
        expect(attributes()['anthropic.stream.outcome']).toBe('completed');
      },
    );
  });

  test.each([
    ['a route that promises no message', (client: Anthropic) => client.delete('/v1/files/file_1'), undefined],
    ['a message', (client: Anthropic) => client.messages.create(PARAMS), 'malformed_response'],
    [
      'a message that is taken as it comes',
      (client: Anthropic) => client.post('/v1/messages', { body: PARAMS, __binaryResponse: true } as object),
      undefined,
    ],
  ])('an answer without a body, of %s', async (_, call, type) => {
    const client = fixture.client(kind, { fetch: async () => new Response(null, { status: 204 }) });
    await call(client);
    expect(attributes()['error.type']).toBe(type);
  });

  test('a message that is not JSON is malformed, also where the application parses it', async () => {
    const response = await answering('{"id":').messages.create(PARAMS).asResponse();
    await expect(response.json()).rejects.toThrow(SyntaxError);
    expect(attributes()['error.type']).toBe('malformed_response');
  });

  test.each([
    ['a message', MESSAGE, JSON.parse(MESSAGE)],
    ['what is not JSON', '{"id":', '{"id":'],
  ])('a hook is given %s that is read as text', async (_, text, expected) => {
    const { instrumentation } = fixture.telemetry;
    const given: unknown[] = [];
    instrumentation.setConfig({ responseHook: (_span, { body }) => void given.push(body) });
    try {
      await (await answering(text).messages.create(PARAMS).asResponse()).text();
    } finally {
      instrumentation.setConfig({ nearLimitShare: 1 });
    }
    expect(given).toEqual([expected]);
  });

  test.each([
    ['a reader', 'getReader', (body: ReadableStream) => new Response(body).text()],
    [
      'a loop',
      Symbol.asyncIterator,
      async (body: ReadableStream) => {
        for await (const _ of body);
      },
    ],
    ['a pipe', 'pipeTo', (body: ReadableStream) => body.pipeTo(new WritableStream())],
    [
      'halves',
      'tee',
      (body: ReadableStream) => Promise.all(body.tee().map((half) => new Response(half).text())),
    ],
  ] as const)('a method that a custom `fetch` has put on the body runs: %s', async (_, name, readBody) => {
    const ran: unknown[] = [];
    const fetch = async () => {
      const response = new Response(MESSAGE, { headers: JSON_HEADERS });
      const body = response.body as ReadableStream;
      const method = body[name] as (...args: unknown[]) => unknown;
      const value = (...args: unknown[]) => {
        ran.push(name);
        return method.apply(body, args);
      };
      Object.defineProperty(body, name, { value, configurable: true, writable: true });
      return response;
    };
    const response = await fixture.client(kind, { fetch }).messages.create(PARAMS).asResponse();
    await readBody(response.body as ReadableStream);
    expect(ran).toEqual([name]);
    const tokens = name === 'pipeTo' ? undefined : 2;
    expect(attributes()['gen_ai.usage.output_tokens']).toBe(tokens);
  });

  test.each<[string, readonly string[], number]>([
    ['each in a chunk', ['{"a":1}\n', '{"b":2}\n'], 2],
    ['all in one chunk', ['{"a":1}\n{"b":2}\n{"c":3}\n'], 3],
    ['cut in the middle', ['{"a"', ':1', '}\n{"b":2}\n'], 2],
    ['cut before the end of a line', ['{"a":1}', '\n', '{"b":2}\n'], 2],
    ['without an end of the last', ['{"a":1}\n{"b":2}'], 2],
    ['with an empty chunk', ['{"a":1}', '', '\n{"b":2}\n'], 2],
    ['with empty lines', ['\n{"a":1}\n\n', '\n{"b":2}\n\n'], 2],
  ])('results of a batch are counted by lines: %s', async (_, parts, count) => {
    const body = new ReadableStream({
      start: (controller) => {
        for (const part of parts) controller.enqueue(bytes(part));
        controller.close();
      },
    });
    const client = answering(body, {
      'content-type': 'application/x-jsonl',
      'anthropic-ratelimit-requests-limit': '100',
      'anthropic-ratelimit-requests-remaining': '50',
    });
    const response = await client
      .get('/v1/messages/batches/msgbatch_1/results', { stream: true })
      .asResponse();
    expect(await response.text()).toBe(parts.join(''));
    expect(attributes()).toMatchObject({
      'anthropic.stream.outcome': 'completed',
      'anthropic.stream.events': count,
    });
  });
});
