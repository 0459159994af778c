// Requests from the application's middlewares are attempts. Neither the client nor its options show the instrumentation.
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import type { ClientOptions, Middleware } from '@anthropic-ai/sdk';
import { SpanStatusCode } from '@opentelemetry/api';
import { startSimulator } from '@sevenstep/anthropic-simulator';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startTestMeter } from '../support/meter.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();
beforeEach(() => {
  fixture.simulator.load('*: ok');
  fixture.telemetry.takeSpans();
});

const passing: Middleware = (request, next) => next(request);
const answer = (): Response =>
  Response.json({ type: 'message', id: 'msg_1', content: [], usage: { input_tokens: 1, output_tokens: 2 } });

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const client = (options: ClientOptions = {}) => fixture.client(kind, options);
  const statuses = () =>
    fixture.telemetry.takeTrace().attempts.map(({ attributes }) => attributes['http.response.status_code']);

  test('the client keeps the fetch that the application gave it, also while a middleware runs', async () => {
    const own: typeof fetch = (...args) => fetch(...args);
    const seen: unknown[] = [];
    const looking: Middleware = (request, next) => {
      seen.push((made as unknown as { fetch: unknown }).fetch);
      return next(request);
    };
    const made = client({ fetch: own, middleware: [looking] });
    await made.messages.create(PARAMS);
    seen.push((made as unknown as { fetch: unknown }).fetch);
    expect(seen).toEqual([own, own]);
    expect(fixture.telemetry.takeTrace().attributes['http.response.status_code']).toBe(200);
  });

  test('options that the application makes a request with, twice at once, stay as they are, and may be frozen', async () => {
    const options = {
      method: 'post',
      path: '/v1/messages',
      body: PARAMS,
      middleware: Object.freeze([passing]) as unknown as Middleware[],
    } as const;
    const before = { ...options };
    const made = client();
    const requests = [made.request(Object.freeze(options)), made.request(options)];
    await Promise.all(requests);
    expect(options).toEqual(before);
    expect(fixture.telemetry.takeSpans().filter((span) => span.name.startsWith('chat'))).toHaveLength(2);
  });

  test('the next page of a list is a call of its own, whose request is counted once', async () => {
    const page = (id: string, more: boolean) => ({
      response: {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ data: [{ id, type: 'model' }], has_more: more, first_id: id, last_id: id }),
      },
    });
    fixture.simulator.load({
      faults: [page('a', true), page('b', false)].map((fault, index) => ({
        when: { request: index + 1 },
        ...fault,
      })),
    });
    const ids: string[] = [];
    for await (const { id } of client({ middleware: [passing] }).models.list()) ids.push(id);
    expect(ids).toEqual(['a', 'b']);
    const calls = fixture.telemetry.takeSpans();
    expect(calls.map(({ attributes }) => attributes['http.request.resend_count'])).toEqual([
      undefined,
      undefined,
    ]);
    expect(fixture.simulator.journal).toHaveLength(2);
  });

  test('a middleware that throws before it sends has made no attempt', async () => {
    const error = new RangeError('The budget of the day is used up');
    const refusing: Middleware = async () => {
      throw error;
    };
    await expect(client({ middleware: [refusing] }).messages.create(PARAMS)).rejects.toBe(error);
    const { attributes, attempts } = fixture.telemetry.takeTrace();
    expect(attempts).toEqual([]);
    expect(attributes).toMatchObject({
      'error.type': 'client_error',
      'anthropic.error.message': error.message,
    });
    expect(attributes).not.toHaveProperty('http.response.status_code');
  });

  test('what a middleware throws may say nothing', async () => {
    const refusing: Middleware = async () => {
      throw new RangeError();
    };
    await expect(client({ middleware: [refusing] }).messages.create(PARAMS)).rejects.toThrow(RangeError);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes['error.type']).toBe('client_error');
    expect(attributes).not.toHaveProperty('anthropic.error.message');
  });

  test('a connection that fails without a code is told on its attempts', async () => {
    const failing = async () => {
      throw new TypeError('fetch failed');
    };
    const made = client({ fetch: failing, middleware: [passing], maxRetries: 1 });
    await made.messages.create(PARAMS).catch(() => undefined);
    const { attempts } = fixture.telemetry.takeTrace();
    expect(attempts.map(({ attributes }) => attributes['error.type'])).toEqual([
      'connection_error',
      'connection_error',
    ]);
  });

  test('a middleware that lets requests wait: the attempt begins when its request is sent', async () => {
    let sentAt = 0;
    const queueing: Middleware = async (request, next) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      sentAt = Date.now();
      return next(request);
    };
    fixture.simulator.load('1: 529 retry-after-ms=1; 2: ok');
    await client({ middleware: [queueing] }).messages.create(PARAMS);
    const [, second] = fixture.telemetry.takeTrace().attempts;
    const [seconds = 0, nanoseconds = 0] = second?.startTime ?? [];
    expect(seconds * 1000 + nanoseconds / 1e6).toBeGreaterThan(sentAt - 30);
  });

  test('an answer that a middleware gives once the connection has failed stands beside the failure', async () => {
    fixture.simulator.load('reset');
    const cached: Middleware = (request, next) => next(request).catch(answer);
    await client({ middleware: [cached], maxRetries: 0 }).messages.create(PARAMS);
    const { attributes, attempts } = fixture.telemetry.takeTrace();
    expect(attributes).toMatchObject({ 'gen_ai.usage.output_tokens': 2, 'http.response.status_code': 200 });
    expect(attributes).not.toHaveProperty('error.type');
    expect(attempts.map(({ attributes: of }) => [of['http.response.status_code'], of['error.type']])).toEqual(
      [
        [undefined, 'ECONNRESET'],
        [200, undefined],
      ],
    );
  });

  test('an answer that a middleware gets elsewhere leaves the URL that the SDK asked', async () => {
    const cache = await startSimulator('*: ok');
    try {
      const cached: Middleware = (request) =>
        fetch(`${cache.url}/v1/messages`, {
          method: 'POST',
          headers: request.headers,
          body: `${request.body}`,
        });
      await client({ middleware: [cached] }).messages.create(PARAMS);
      expect(cache.journal).toHaveLength(1);
      expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
        'url.full': `${fixture.simulator.url}/v1/messages`,
        'server.port': Number(new URL(fixture.simulator.url).port),
        'http.response.status_code': 200,
      });
    } finally {
      await cache.close();
    }
  });

  test('what a middleware writes into a later attempt is content, too', async () => {
    const told = 'The patient in room twelve asked for her sister in Lisbon';
    let requests = 0;
    const telling: Middleware = (request, next) => {
      requests += 1;
      const body = JSON.stringify({ ...PARAMS, system: told });
      return next(requests === 1 ? request : { ...request, body });
    };
    fixture.simulator.load(`1: 529 retry-after-ms=1; 2: 400 "Not allowed: ${told}"`);
    await client({ middleware: [telling] })
      .messages.create(PARAMS)
      .catch(() => undefined);
    const { call, attempts } = fixture.telemetry.takeTrace();
    expect(attempts).toHaveLength(2);
    expect(call.attributes['http.response.status_code']).toBe(400);
    expect(
      JSON.stringify(
        [call, ...attempts].map(({ attributes, events, status }) => [attributes, events, status]),
      ),
    ).not.toMatch(/twelve|Lisbon/);
  });

  describe('of several requests at once, the one whose response the SDK gets decides', () => {
    const OVERLOADED = JSON.stringify({
      type: 'error',
      error: { type: 'overloaded_error', message: 'Overloaded' },
    });
    /** A `fetch` whose requests end in this order. The header `x-region` names each, and becomes its request id. */
    const regions = (...order: string[]): ClientOptions['fetch'] => {
      const ended = new Map(order.map((region) => [region, Promise.withResolvers<void>()]));
      return async (_, init) => {
        const region = new Headers(init?.headers).get('x-region') ?? '';
        await ended.get(order[order.indexOf(region) - 1] ?? '')?.promise;
        // The order is enforced after the headers: the next response comes when this one has passed the middlewares.
        setImmediate(() => ended.get(region)?.resolve());
        if (init?.signal?.aborted) throw new DOMException('This operation was aborted', 'AbortError');
        const headers = { 'request-id': `req_${region}`, 'content-type': 'application/json' };
        if (region.startsWith('busy')) return new Response(OVERLOADED, { status: 529, headers });
        return new Response(await answer().text(), { headers });
      };
    };
    const to = (request: Parameters<Middleware>[0], region: string) => {
      const headers = new Headers(request.headers);
      headers.set('x-region', region);
      return { ...request, headers };
    };
    const succeeded = async (response: Promise<Response>): Promise<Response> => {
      if (!(await response).ok) throw new Error('The region is busy');
      return response;
    };

    test.each([
      ['that began first', ['good', 'busy'], ['busy', 'good']],
      ['that began last', ['busy', 'good'], ['busy', 'good']],
    ])('a success of the request %s, beside a rejection', async (_, begun, ended) => {
      const hedging: Middleware = (request, next) =>
        Promise.any(begun.map((region) => succeeded(next(to(request, region)))));
      await client({ middleware: [hedging], fetch: regions(...ended) }).messages.create(PARAMS);
      const { call, attributes } = fixture.telemetry.takeTrace();
      expect(call.status.code).toBe(SpanStatusCode.UNSET);
      expect(attributes).toMatchObject({
        'http.response.status_code': 200,
        'anthropic.request.id': 'req_good',
        'anthropic.retry.outcome': 'recovered',
        'anthropic.retry.reasons': ['529 overloaded'],
        'anthropic.diagnosis.id': 'service.recovered',
      });
    });

    test('a request that is aborted as another has answered did not fail', async () => {
      const hedging: Middleware = async (request, next) => {
        const controller = new AbortController();
        const slow = next({ ...to(request, 'slow'), signal: controller.signal });
        const first = await Promise.race([next(to(request, 'good')), slow]);
        controller.abort();
        await slow.catch(() => undefined);
        return first;
      };
      await client({ middleware: [hedging], fetch: regions('good', 'slow') }).messages.create(PARAMS);
      const { attributes, attempts } = fixture.telemetry.takeTrace();
      expect(attributes).toMatchObject({
        'http.response.status_code': 200,
        'anthropic.request.id': 'req_good',
      });
      expect(attributes).not.toHaveProperty('anthropic.diagnosis.id');
      expect(attempts.map(({ status }) => status.code)).toEqual([SpanStatusCode.UNSET, SpanStatusCode.UNSET]);
    });
  });

  test('a request without a signal, sent after the answer, fails as fetch says', async () => {
    const lost = new Error('lost');
    const thrown: unknown[] = [];
    let requests = 0;
    const fetch = async () => {
      requests += 1;
      if (requests === 1) return answer();
      throw lost;
    };
    const shadowing: Middleware = async (request, next) => {
      const response = await next(request);
      const { signal: _, ...copy } = request;
      await next(copy as typeof request).catch((error) => thrown.push(error));
      return response;
    };
    await client({ middleware: [shadowing], fetch }).messages.create(PARAMS);
    expect(thrown).toEqual([lost]);
    fixture.telemetry.takeSpans();
  });

  test('calls that a middleware answers with one response each have it', async () => {
    let shared: Promise<Response> | undefined;
    let calls = 0;
    const sharing: Middleware = async (request, next) => {
      calls += 1;
      const isLast = calls === 2;
      shared ??= next(request);
      const response = await shared;
      return isLast ? response : response.clone();
    };
    const headers = { 'request-id': 'req_shared' };
    const fetch = async () => new Response(await answer().text(), { headers });
    const made = client({ middleware: [sharing], fetch });
    await Promise.all([made.messages.create(PARAMS), made.messages.create(PARAMS)]);
    const expected = { 'http.response.status_code': 200, 'anthropic.request.id': 'req_shared' };
    const spans = fixture.telemetry.takeSpans().map(({ attributes }) => attributes);
    expect(spans).toMatchObject([expected, expected]);
  });

  test('a request that a middleware does not wait for did not succeed', async () => {
    const meter = startTestMeter(fixture.telemetry.instrumentation);
    const slow = Promise.withResolvers<Response>();
    let requests = 0;
    const fetch = () => {
      requests += 1;
      return requests === 1 ? slow.promise : Promise.resolve(answer());
    };
    const hedging: Middleware = (request, next) => Promise.race([next(request), next(request)]);
    await client({ middleware: [hedging], fetch }).messages.create(PARAMS);
    const points = (await meter.take())('anthropic.client.attempts');
    expect(points.map(({ attributes: of }) => of['anthropic.attempt.outcome'])).toEqual([
      'aborted',
      'success',
    ]);
    slow.resolve(answer());
    await meter.stop();
    fixture.telemetry.takeSpans();
  });

  test('an answer that a middleware gives in place of a rejection stands beside it', async () => {
    fixture.simulator.load('529');
    const canned: Middleware = async (request, next) => {
      const response = await next(request);
      return response.ok ? response : answer();
    };
    await client({ middleware: [canned] }).messages.create(PARAMS);
    const { attributes, attempts } = fixture.telemetry.takeTrace();
    expect(attributes).toMatchObject({
      'gen_ai.usage.output_tokens': 2,
      'http.response.status_code': 200,
      'anthropic.retry.reasons': ['529 overloaded'],
      'anthropic.diagnosis.id': 'service.recovered',
    });
    expect(attempts.map(({ attributes: of }) => of['http.response.status_code'])).toEqual([529, 200]);
  });

  test('a response that a middleware makes of another is no attempt', async () => {
    const renewing: Middleware = async (request, next) => {
      const response = await next(request);
      return new Response(await response.text(), response);
    };
    fixture.simulator.load('1: 529 retry-after-ms=1; 2: ok');
    await client({ middleware: [renewing] }).messages.create(PARAMS);
    expect(statuses()).toEqual([529, 200]);
  });

  test.each(['client', 'request'])(
    'the key that a middleware of the %s sends is the one that is judged',
    async (whose) => {
      fixture.simulator.load('401');
      const changing: Middleware = (request, next) => {
        const headers = new Headers(request.headers);
        headers.set('x-api-key', 'sk-proj-of-another-vendor');
        return next({ ...request, headers });
      };
      const [ofClient, ofRequest] = whose === 'client' ? [[changing], []] : [[passing], [changing]];
      // The client's own key changes with each call, so it does not show which key was sent.
      const made = client({ apiKey: async () => 'sk-ant-api03-fresh', middleware: ofClient });
      await made.messages.create(PARAMS, { middleware: ofRequest }).catch(() => undefined);
      expect(fixture.telemetry.takeTrace().attributes['anthropic.auth.key_shape']).toBe('other_vendor');
    },
  );

  test('a signature that a middleware sends in place of a key has no shape', async () => {
    fixture.simulator.load('401');
    const signing: Middleware = (request, next) => {
      const headers = new Headers(request.headers);
      headers.delete('x-api-key');
      headers.set('authorization', 'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261129/us-east-1');
      return next({ ...request, headers });
    };
    const made = client({ apiKey: async () => 'sk-ant-api03-fresh', middleware: [signing] });
    await made.messages.create(PARAMS).catch(() => undefined);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes['http.response.status_code']).toBe(401);
    expect(attributes).not.toHaveProperty('anthropic.auth.key_shape');
  });

  test('a request that a middleware sends once the call is over is answered, is no attempt of it, and no call', async () => {
    const warn = vi.spyOn(process, 'emitWarning');
    onTestFinished(() => warn.mockRestore());
    let send: (() => Promise<Response>) | undefined;
    const keeping: Middleware = (request, next) => {
      send ??= () => next(request);
      return next(request);
    };
    await client({ middleware: [keeping] }).messages.create(PARAMS);
    const { attributes } = fixture.telemetry.takeTrace();
    const late = await send?.();
    await late?.body?.cancel();
    expect(late?.status).toBe(200);
    expect(attributes).not.toHaveProperty('http.request.resend_count');
    expect(fixture.telemetry.takeSpans()).toEqual([]);
    // The warning about unobserved calls.
    expect(warn).not.toHaveBeenCalled();
  });

  test("what a cloud's client makes of the URL is the URL of the span", async () => {
    const made = new AnthropicBedrock({
      baseURL: fixture.simulator.url,
      awsRegion: 'us-east-1',
      awsAccessKey: 'AKIAEXAMPLE',
      awsSecretKey: 'example',
      middleware: [passing],
      openTelemetry: { traces: kind === 'adopted' },
      logLevel: 'off',
    });
    await made.messages.create(PARAMS).catch(() => undefined);
    expect(fixture.telemetry.takeTrace().attributes['url.full']).toBe(
      `${fixture.simulator.url}/model/claude-sonnet-5/invoke`,
    );
  });
});
