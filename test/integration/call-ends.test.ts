// The ends of a call, and events that do not end it. The record follows the application's actions, not spans of other libraries.
import Anthropic, { type ClientOptions, type Middleware, RetryableError } from '@anthropic-ai/sdk';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { AlwaysOffSampler, BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { MAX_MESSAGE_LENGTH } from '@sevenstep/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type CannedApi, startCannedApi } from '../sdk-matrix/suite/canned-api.ts';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { startRawServer } from '../support/raw-server.ts';
import { registerPropagator } from '../support/sampling-modes.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { isCallSpan, SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();
let meter: TestMeter;
let canned: CannedApi;
beforeAll(async () => {
  registerPropagator();
  meter = startTestMeter(fixture.telemetry.instrumentation);
  canned = await startCannedApi();
});
afterAll(async () => {
  await meter.stop();
  await canned.close();
});
beforeEach(async () => {
  fixture.simulator.load('*: ok');
  fixture.telemetry.takeSpans();
  await meter.take();
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The number of calls measured since the last time. */
async function measured(): Promise<number> {
  const points = await meter.take();
  return points('gen_ai.client.inference.duration').reduce((total, { value }) => total + value, 0);
}
const attempts = async (): Promise<number> => {
  const points = await meter.take();
  return points('anthropic.client.attempts').reduce((total, { value }) => total + value, 0);
};

const sampledOut = () => new BasicTracerProvider({ sampler: new AlwaysOffSampler() });

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const client = (options: ClientOptions = {}) => fixture.client(kind, options);
  /** For calls whose spans are not recorded. */
  const unrecorded = () =>
    client({ openTelemetry: { tracerProvider: sampledOut(), traces: kind === 'adopted' } });

  test.each([
    ['an answer', false],
    ['a stream', true],
  ])('disable() while %s is awaited: the call ends with it', async (_, stream) => {
    const begun = Promise.withResolvers<void>();
    const beginning: typeof fetch = (...request) => {
      begun.resolve();
      return fetch(...request);
    };
    const call = client({ fetch: beginning }).messages.create({ ...PARAMS, stream });
    await begun.promise;
    fixture.telemetry.instrumentation.disable();
    try {
      const answer = await call;
      if (Symbol.asyncIterator in answer) for await (const _ of answer);
      expect(fixture.telemetry.takeTrace().attributes['gen_ai.usage.output_tokens']).toBe(12);
    } finally {
      fixture.telemetry.instrumentation.enable();
    }
  });

  describe('body.cancel()', () => {
    const stream = { ...PARAMS, stream: true } as const;

    test.each([
      ['a message', PARAMS, undefined],
      ['a stream', stream, 'abandoned'],
    ])('of %s ends its span then', async (_, params, outcome) => {
      const response = await client().messages.create(params).asResponse();
      expect(fixture.telemetry.takeSpans()).toEqual([]);
      await response.body?.cancel();
      const { attributes } = fixture.telemetry.takeTrace();
      expect(attributes['anthropic.stream.outcome']).toBe(outcome);
      expect(attributes).not.toHaveProperty('error.type');
      expect(await measured()).toBe(1);
    });

    test('of a stream that the SDK has opened, too', async () => {
      const { response } = await client().messages.create(stream).withResponse();
      await response.body?.cancel();
      expect(fixture.telemetry.takeTrace().attributes['anthropic.stream.outcome']).toBe('abandoned');
    });

    test('is measured where no span is recorded', async () => {
      const response = await unrecorded().messages.create(stream).asResponse();
      await response.body?.cancel();
      expect(await measured()).toBe(1);
    });

    test('that is refused, because somebody reads, ends nothing', async () => {
      const response = await client().messages.create(stream).asResponse();
      const reader = response.body?.getReader();
      await reader?.read();
      await expect(response.body?.cancel()).rejects.toThrow(TypeError);
      expect(fixture.telemetry.takeSpans()).toEqual([]);
      while (!(await reader?.read())?.done);
      expect(fixture.telemetry.takeTrace().attributes['anthropic.stream.outcome']).toBe('completed');
    });
  });

  describe('a signal that was aborted before the call', () => {
    const WAYS: Readonly<Record<string, (of: Anthropic, signal: AbortSignal) => Promise<unknown>>> = {
      create: (of, signal) => of.messages.create(PARAMS, { signal }),
      'create, streamed': (of, signal) => of.messages.create({ ...PARAMS, stream: true }, { signal }),
      'beta.create': (of, signal) => of.beta.messages.create(PARAMS, { signal }),
      stream: (of, signal) => of.messages.stream(PARAMS, { signal }).finalMessage(),
      'beta.stream': (of, signal) => of.beta.messages.stream(PARAMS, { signal }).finalMessage(),
      asResponse: (of, signal) => of.messages.create(PARAMS, { signal }).asResponse(),
      'models.list': async (of, signal) => of.models.list({}, { signal }),
    };

    test.each(Object.entries(WAYS))('%s leaves a span that says so, and its metrics', async (name, call) => {
      await expect(call(client(), AbortSignal.abort())).rejects.toThrow(Anthropic.APIUserAbortError);
      const { attributes, call: span } = fixture.telemetry.takeTrace();
      expect(attributes).toMatchObject({
        'anthropic.retry.outcome': 'aborted',
        'anthropic.diagnosis.id': 'connection.aborted',
      });
      expect(attributes).not.toHaveProperty('error.type');
      expect(span.status.code).toBe(0);
      if (name !== 'models.list') expect(await measured()).toBe(1);
    });

    test('is measured where no span is recorded', async () => {
      const signal = AbortSignal.abort();
      await expect(unrecorded().messages.create(PARAMS, { signal })).rejects.toThrow();
      expect(await measured()).toBe(1);
      expect(await attempts()).toBe(0);
    });

    test('a deadline that has passed before is a failure', async () => {
      const signal = AbortSignal.timeout(1);
      await pause(20);
      await expect(client().messages.create(PARAMS, { signal })).rejects.toThrow();
      expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
        'error.type': 'client_timeout_error',
        'anthropic.retry.outcome': 'aborted',
      });
    });
  });

  describe('an abort while the SDK waits to retry keeps what happened before', () => {
    const REFUSAL = '1: 429 "Number of request tokens has exceeded your rate limit" retry-after=30';
    /** Makes a call, and aborts its signal after the server rejected it. */
    async function abortedInBackoff(reason?: Error, more: ClientOptions = {}): Promise<unknown> {
      fixture.simulator.load(`${REFUSAL} anthropic-ratelimit-input-tokens-remaining=0`);
      const controller = new AbortController();
      const answeredThenAborted: typeof fetch = async (...args) => {
        const response = await fetch(...args);
        setTimeout(() => controller.abort(reason), 50);
        return response;
      };
      return client({ fetch: answeredThenAborted, ...more })
        .messages.create(PARAMS, { signal: controller.signal })
        .catch((error: unknown) => error);
    }

    test('its status, sentence, headers and limits', async () => {
      expect(await abortedInBackoff()).toBeInstanceOf(Anthropic.APIUserAbortError);
      const { attributes, call } = fixture.telemetry.takeTrace();
      expect(attributes).toMatchObject({
        'http.response.status_code': 429,
        'anthropic.error.message': 'Number of request tokens has exceeded your rate limit',
        'anthropic.retry.outcome': 'aborted',
        'anthropic.retry.after': 30,
        'anthropic.ratelimit.exhausted': ['input_tokens'],
        'http.response.header.retry-after': ['30'],
        'anthropic.diagnosis.id': 'limits.input_tokens_per_minute',
        'anthropic.diagnosis.also': expect.arrayContaining(['connection.aborted']),
      });
      expect(attributes).not.toHaveProperty('error.type');
      expect(call.status.code).toBe(0);
    });

    test('where it was a deadline, the sentence follows that of the deadline', async () => {
      await abortedInBackoff(new DOMException('too late', 'TimeoutError'));
      expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
        'http.response.status_code': 429,
        'error.type': 'client_timeout_error',
        'anthropic.error.message':
          "The deadline of the application's AbortSignal.timeout() passed while the SDK waited to retry after 429 " +
          'Number of request tokens has exceeded your rate limit',
        'anthropic.diagnosis.id': 'connection.deadline',
      });
    });

    test.each([
      ['without a text', '', /retry after 529$/],
      ['with a text that is longer than attributes may be', 'x'.repeat(10_000), /retry after 529 x+/],
    ])('a deadline after a rejection %s', async (_what, text, message) => {
      await using server = await startRawServer();
      const headers = { 'content-type': 'text/plain', 'retry-after': '30' };
      server.reply({ status: 529, headers, parts: [text] });
      const controller = new AbortController();
      const answeredThenLate: typeof fetch = async (...args) => {
        const response = await fetch(...args);
        setTimeout(() => controller.abort(new DOMException('too late', 'TimeoutError')), 50);
        return response;
      };
      await client({ baseURL: server.url, fetch: answeredThenLate })
        .messages.create(PARAMS, { signal: controller.signal })
        .catch(() => undefined);
      const said = fixture.telemetry.takeTrace().attributes['anthropic.error.message'];
      expect(said).toMatch(message);
      expect(said?.length).toBeLessThanOrEqual(MAX_MESSAGE_LENGTH);
    });

    test('a deadline is no word of the response before it: its attempt keeps what the API said', async () => {
      fixture.simulator.load('1: 529 retry-after-ms=1; 2: 429 "Slow down" retry-after=30');
      const controller = new AbortController();
      let answered = 0;
      const answeredTwice: typeof fetch = async (...args) => {
        const response = await fetch(...args);
        answered += 1;
        const tooLate = () => controller.abort(new DOMException('too late', 'TimeoutError'));
        if (answered === 2) setTimeout(tooLate, 50);
        return response;
      };
      const { signal } = controller;
      const call = client({ fetch: answeredTwice }).messages.create(PARAMS, { signal });
      await expect(call).rejects.toThrow(Anthropic.APIUserAbortError);
      const { attributes, attempts: spans } = fixture.telemetry.takeTrace();
      expect(attributes['error.type']).toBe('client_timeout_error');
      expect(spans.map((span) => span.attributes['anthropic.error.message'])).toEqual([
        'Overloaded',
        'Slow down',
      ]);
      expect(spans.map((span) => span.attributes['anthropic.error.type'])).toEqual([
        'overloaded_error',
        'rate_limit_error',
      ]);
    });

    test('an abort during a later attempt says nothing of an earlier one but its reason', async () => {
      fixture.simulator.load('1: 429 retry-after-ms=1; 2: hang');
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 150);
      await client()
        .messages.create(PARAMS, { signal: controller.signal })
        .catch(() => undefined);
      const { attributes } = fixture.telemetry.takeTrace();
      expect(attributes).not.toHaveProperty('anthropic.error.message');
      expect(attributes['anthropic.retry.reasons']).toEqual(['429 rate_limit']);
    });
  });

  describe('a body that is handed to a stream of the platform ends its span there, and its bytes arrive', () => {
    test.each<[string, (body: ReadableStream<Uint8Array>) => Promise<string>]>([
      [
        'pipeTo()',
        async (body) => {
          let text = '';
          const decoder = new TextDecoder();
          await body.pipeTo(
            new WritableStream({
              write: (chunk: Uint8Array) => {
                text += decoder.decode(chunk, { stream: true });
              },
            }),
          );
          return text;
        },
      ],
      ['pipeThrough()', (body) => new Response(body.pipeThrough(new TransformStream())).text()],
    ])('%s', async (_, hand) => {
      const { body } = await client().messages.create(PARAMS).asResponse();
      expect(fixture.telemetry.takeSpans()).toEqual([]);
      const text = hand(body as ReadableStream<Uint8Array>);
      expect(fixture.telemetry.takeTrace().attributes['http.response.status_code']).toBe(200);
      expect(JSON.parse(await text)).toMatchObject({ type: 'message' });
    });
  });

  describe('a middleware that throws after a 200', () => {
    const throwing = (make: () => Error): Middleware => {
      let requests = 0;
      return async (request, next) => {
        const response = await next(request);
        requests += 1;
        if (requests === 1) throw make();
        return response;
      };
    };
    const SUCCESS = { 'anthropic.attempt.outcome': 'success', 'http.response.status_code': 200 };

    test('has failed the call, and no attempt', async () => {
      const error = new Error('The middleware does not like it');
      const middleware = [throwing(() => error)];
      await expect(client({ middleware }).messages.create(PARAMS)).rejects.toBe(error);
      const { call, attributes } = fixture.telemetry.takeTrace();
      expect(call.status.code).toBe(SpanStatusCode.ERROR);
      expect(call.status.message).toMatch(/^response\.unrecognized: .*\. The middleware does not like it$/);
      expect(attributes).toMatchObject({
        'error.type': 'client_error',
        'http.response.status_code': 200,
      });
      expect((await meter.take())('anthropic.client.attempts')).toMatchObject([
        { value: 1, attributes: SUCCESS },
      ]);
    });

    test('and has the SDK try again: both attempts had their 200', async () => {
      const middleware = [throwing(() => new RetryableError('Once more'))];
      await client({ middleware }).messages.create(PARAMS);
      const { attributes, attempts: spans } = fixture.telemetry.takeTrace();
      expect(attributes).toMatchObject({
        'http.request.resend_count': 1,
        'http.response.status_code': 200,
        'anthropic.retry.outcome': 'recovered',
      });
      expect(attributes).not.toHaveProperty('error.type');
      expect(spans.map(({ status }) => status.code)).toEqual([SpanStatusCode.UNSET, SpanStatusCode.UNSET]);
      const points = await meter.take();
      expect(points('anthropic.client.attempts')).toMatchObject([{ value: 2, attributes: SUCCESS }]);
      expect(points('gen_ai.client.inference.duration')).toMatchObject([{ value: 1 }]);
    });
  });

  test.each([
    ['Connect Timeout Error', true],
    ['The socket timed out', true],
    ['time out of 10 s', true],
    ['connect ETIMEDOUT', true],
    ['getaddrinfo ENOTFOUND', false],
    ['', false],
  ])('a connection that fails with “%s” has timed out, as the SDK reads it: %s', async (text, isTimeout) => {
    const failing = async () => {
      throw new TypeError(text);
    };
    const call = client({ fetch: failing, maxRetries: 0 }).messages.create(PARAMS);
    const error = await call.catch((thrown: unknown) => thrown);
    expect(error instanceof Anthropic.APIConnectionTimeoutError).toBe(isTimeout);
    expect(fixture.telemetry.takeTrace().attributes['error.type']).toBe(
      isTimeout ? 'client_timeout_error' : 'connection_error',
    );
  });

  test('a rejection that names a header says nothing of the key', async () => {
    fixture.simulator.load('400 "invalid anthropic-version header"');
    await expect(client().messages.create(PARAMS)).rejects.toThrow(Anthropic.BadRequestError);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes['anthropic.error.message']).toBe('invalid anthropic-version header');
    expect(attributes).not.toHaveProperty('anthropic.auth.key_shape');
  });

  test('an attempt has the text that it was rejected with, also where that begins with the status', async () => {
    await using server = await startRawServer();
    const headers = { 'content-type': 'text/plain', 'retry-after-ms': '1' };
    server.reply({ status: 503, headers, parts: ['503 upstream is down'] });
    const of = client({ baseURL: server.url, maxRetries: 1 });
    await expect(of.messages.create(PARAMS)).rejects.toThrow(Anthropic.InternalServerError);
    const { attempts: spans } = fixture.telemetry.takeTrace();
    expect(spans.map(({ attributes }) => attributes['anthropic.error.message'])).toEqual([
      '503 upstream is down',
      '503 upstream is down',
    ]);
  });

  test('a key that is got for each request is not in what a stream repeats of it', async () => {
    const key = 'seventeen-green-lanterns';
    const error = { type: 'authentication_error', message: `Who is ${key}?` };
    await using server = await startRawServer();
    server.reply({ parts: [`event: error\ndata: ${JSON.stringify({ type: 'error', error })}\n\n`] });
    const of = client({ baseURL: server.url, apiKey: async () => key });
    const read = async () => {
      for await (const _ of await of.messages.create({ ...PARAMS, stream: true }));
    };
    await expect(read()).rejects.toThrow(key);
    const { call, attributes } = fixture.telemetry.takeTrace();
    expect(attributes['error.type']).toBe('authentication_error');
    expect(JSON.stringify([attributes, call.events, call.status])).not.toMatch(/lanterns/);
  });

  test('a whole stream whose tool input breaks off says so, and all that the model wrote is counted', async () => {
    const event = (type: string, fields: object = {}): string =>
      `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
    const message = { id: 'msg_1', type: 'message', role: 'assistant', model: PARAMS.model, content: [] };
    const tool = { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: {} };
    await using server = await startRawServer();
    server.reply({
      parts: [
        event('message_start', { message }),
        event('content_block_start', { index: 1, content_block: { type: 'thinking', thinking: '' } }),
        event('content_block_delta', { index: 1, delta: { type: 'thinking_delta', thinking: 'Hm. ' } }),
        event('content_block_stop', { index: 1 }),
        event('content_block_start', { index: 2, content_block: { type: 'text', text: '' } }),
        event('content_block_delta', { index: 2, delta: { type: 'text_delta', text: 'I ask.' } }),
        event('content_block_stop', { index: 2 }),
        event('content_block_start', { index: 0, content_block: tool }),
        event('content_block_delta', {
          index: 0,
          delta: { type: 'input_json_delta', partial_json: '{"city": "Os' },
        }),
        event('content_block_stop', { index: 0 }),
        event('message_delta', { delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 9 } }),
        event('message_stop'),
      ],
    });
    for await (const _ of await client({ baseURL: server.url }).messages.create({ ...PARAMS, stream: true }));
    expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
      'anthropic.stream.outcome': 'completed',
      'anthropic.stream.truncated_tool_input': true,
      'anthropic.stream.output_characters': 'Hm. I ask.{"city": "Os'.length,
    });
  });

  test('results of a batch are a whole stream, also where the SDK reads them with a class that is not patched', async () => {
    let results = 0;
    for await (const _ of await client({ baseURL: canned.url }).messages.batches.results('msgbatch_1'))
      results += 1;
    expect(results).toBe(2);
    const call = fixture.telemetry
      .takeSpans()
      .find(({ attributes }) => attributes['anthropic.sdk.method'] === 'messages.batches.results');
    expect(call?.attributes['anthropic.stream.outcome']).toBe('completed');
  });

  test('a message that is read as bytes ends with the last of them', async () => {
    const response = await client().messages.create(PARAMS).asResponse();
    const reader = response.body?.getReader();
    await reader?.read();
    expect(fixture.telemetry.takeSpans()).toEqual([]);
    while (!(await reader?.read())?.done);
    expect(fixture.telemetry.takeTrace().attributes['http.response.status_code']).toBe(200);
  });

  test.each([
    ['awaited late', 300],
    ['never awaited', undefined],
  ])('a download whose promise is %s ends with its headers', async (_, late) => {
    const promise = client({ baseURL: canned.url }).beta.files.download('file_1');
    await pause(late ?? 300);
    const { call } = fixture.telemetry.takeTrace();
    expect(call.duration[0] + call.duration[1] / 1e9).toBeLessThan(0.2);
    if (late !== undefined) expect(await (await promise).text()).toBe('notes');
    expect(await attempts()).toBe(1);
    expect(fixture.telemetry.takeSpans()).toEqual([]);
  });

  test.each([
    ['the request is under way', 'before'],
    ['its response is there', 'after'],
  ])('a span that somebody else ends while %s is that of the whole call all the same', async (_, when) => {
    const meddling: typeof fetch = async (...args) => {
      const span = trace.getActiveSpan();
      if (when === 'before') span?.end();
      const response = await fetch(...args);
      if (when === 'after') span?.end();
      return response;
    };
    await client({ fetch: meddling }).messages.create(PARAMS);
    expect(await measured()).toBe(1);
    const calls = fixture.telemetry.takeSpans().filter(isCallSpan);
    // Whichever code ends our own span, the record is complete.
    expect(calls).toHaveLength(1);
    if (kind === 'adopted') expect(calls[0]?.attributes['gen_ai.usage.output_tokens']).toBe(12);
  });

  test('a method of Response that is replaced later, as by a mock, is called from then on', async () => {
    await client().messages.create(PARAMS);
    const json = vi.spyOn(Response.prototype, 'json').mockResolvedValue({
      id: 'msg_of_the_mock',
      type: 'message',
      usage: { input_tokens: 1, output_tokens: 3 },
    });
    try {
      expect(await client().messages.create(PARAMS)).toMatchObject({ id: 'msg_of_the_mock' });
      expect(json).toHaveBeenCalledTimes(1);
    } finally {
      json.mockRestore();
    }
    expect(await client().messages.create(PARAMS)).toMatchObject({ type: 'message' });
    const ids = fixture.telemetry.takeSpans().map(({ attributes }) => attributes['gen_ai.response.id']);
    expect(ids[1]).toBe('msg_of_the_mock');
    expect(ids[2]).not.toBe('msg_of_the_mock');
  });
});
