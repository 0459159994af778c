// The effects of the HTTP client below the SDK: its time limits, a dispatcher of another version, bodies that it cannot decode.
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { ClientOptions } from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { deadEndpoint } from '../support/dead-endpoint.ts';
import { builtInAgent, loadUndici, nodeDispatcher, setNodeDispatcher } from '../support/node-dispatcher.ts';
import { NODE_FETCH, nodeFetch } from '../support/node-fetch.ts';
import { type RawReply, type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

const fixture = setUp(() => startTestTelemetry(undefined, { diagnosis: { manyCalls: false } }));
let raw: RawServer;
beforeAll(async () => {
  raw = await startRawServer();
});
afterAll(() => raw[Symbol.asyncDispose]());

/** Client options with a dispatcher, for the types of any undici version. */
const through = (dispatcher: object): ClientOptions => ({
  fetchOptions: { dispatcher } as NonNullable<ClientOptions['fetchOptions']>,
});

/** Client options with the package's dispatcher and `fetch`. */
async function viaUndici(make: (undici: typeof import('undici')) => object): Promise<ClientOptions> {
  const undici = await loadUndici();
  return { fetch: undici.fetch as unknown as NonNullable<ClientOptions['fetch']>, ...through(make(undici)) };
}

const JSON_HEADERS = { 'content-type': 'application/json', 'request-id': 'req_raw' };
const STREAM_HEADERS = { 'content-type': 'text/event-stream', 'request-id': 'req_raw' };
const BODY = JSON.stringify({ type: 'message', id: 'msg_1', role: 'assistant', content: [] });
const START = 'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1"}}\n\n';

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const diagnosed = async (reply: RawReply, options: ClientOptions, stream = false) => {
    raw.reply(reply);
    const { messages } = fixture.client(kind, { baseURL: raw.url, maxRetries: 0, ...options });
    const read = async () => {
      if (!stream) return void (await messages.create(PARAMS));
      for await (const _ of await messages.create({ ...PARAMS, stream: true }));
    };
    const thrown = await read().catch((error: unknown) => error);
    const { attributes } = fixture.telemetry.takeTrace();
    return { thrown, attributes, text: JSON.stringify(attributes) };
  };

  test("the client's own limit for headers is named, not the SDK's timeout", async () => {
    const dispatcher = await builtInAgent({ headersTimeout: 200 });
    const late = { headers: JSON_HEADERS, parts: [], delay: 5_000 };
    const { thrown, attributes } = await diagnosed(late, { timeout: 60_000, ...through(dispatcher) });
    // The SDK takes it for its own timeout.
    expect(thrown).toMatchObject({ message: 'Request timed out.' });
    expect(attributes).toMatchObject({
      'anthropic.error.cause_code': 'UND_ERR_HEADERS_TIMEOUT',
      'anthropic.diagnosis.id': 'connection.headers_timeout',
      'anthropic.diagnosis.retryable': true,
    });
    expect(attributes['anthropic.diagnosis.fix']).toContain('`headersTimeout`');
    expect(attributes['anthropic.diagnosis.evidence']).toContain('timeout of the SDK 60 s');
    expect(attributes['anthropic.diagnosis.summary']).not.toContain('60 s');
  });

  test.each([
    ['a body', { headers: JSON_HEADERS, parts: ['{"type":', 5_000] }, false],
    ['a stream', { headers: STREAM_HEADERS, parts: [START, 5_000] }, true],
  ] as const)("the client's own limit between two parts of %s is named", async (_, reply, stream) => {
    const dispatcher = await builtInAgent({ bodyTimeout: 200 });
    const { attributes } = await diagnosed(reply, through(dispatcher), stream);
    expect(attributes).toMatchObject({
      'anthropic.diagnosis.id': 'response.body_timeout',
      'anthropic.diagnosis.action': 'fix_network',
    });
    expect(attributes['anthropic.diagnosis.fix']).toMatch(
      /buffering.*`bodyTimeout`.*alone only waits longer/,
    );
  });

  const zstd = process.versions.undici?.startsWith('6.') ? [] : ['zstd'];
  const encodings = ['gzip', 'x-gzip', 'deflate', 'br', 'gzip, br', ...zstd];
  test.each(encodings)(
    'a plain body under `content-encoding: %s` is no broken connection',
    async (encoding) => {
      for (const stream of [false, true]) {
        const headers = { ...(stream ? STREAM_HEADERS : JSON_HEADERS), 'content-encoding': encoding };
        const { attributes } = await diagnosed({ headers, parts: [stream ? START : BODY] }, {}, stream);
        expect(attributes).toMatchObject({
          'anthropic.diagnosis.id': 'endpoint.content_encoding',
          'anthropic.diagnosis.check': 'endpoint',
          'anthropic.diagnosis.retryable': false,
        });
      }
    },
  );

  test('a packed body with a fault in it is not a broken connection, and a whole one is healthy', async () => {
    const headers = { ...JSON_HEADERS, 'content-encoding': 'gzip' };
    const packed = gzipSync(BODY);
    const wrong = Buffer.from(packed);
    wrong[wrong.length - 6] = (wrong.at(-6) ?? 0) ^ 255;
    const faulty = await diagnosed({ headers, parts: [wrong] }, {});
    expect(faulty.attributes['anthropic.diagnosis.id']).toBe('endpoint.content_encoding');
    const whole = await diagnosed({ headers, parts: [packed] }, {});
    expect(whole.thrown).toBeUndefined();
    const br = { ...JSON_HEADERS, 'content-encoding': 'br' };
    expect((await diagnosed({ headers: br, parts: [brotliCompressSync(BODY)] }, {})).thrown).toBeUndefined();
  });

  test('a packed body that breaks off with its connection is still a broken connection', async () => {
    const headers = { ...JSON_HEADERS, 'content-encoding': 'gzip' };
    const { attributes } = await diagnosed(
      { headers, parts: [gzipSync(BODY).subarray(0, 20)], cut: true },
      {},
    );
    expect(attributes['anthropic.diagnosis.id']).toBe('response.interrupted');
  });

  test.each(NODE_FETCH)(
    'through %s, whose bodies are streams of Node.js, a request is sent again',
    async (name) => {
      fixture.simulator.load('1: 529 retry-after-ms=1; 2: ok');
      await fixture.client(kind, { fetch: await nodeFetch(name) }).messages.create(PARAMS);
      const { attributes, attempts } = fixture.telemetry.takeTrace();
      expect(attempts.map((attempt) => attempt.attributes['http.response.status_code'])).toEqual([529, 200]);
      expect(attributes).toMatchObject({
        'gen_ai.usage.output_tokens': 12,
        'anthropic.retry.outcome': 'recovered',
      });
    },
  );

  test('a dispatcher of another undici version is no invalid URL', async () => {
    const reply = { headers: JSON_HEADERS, parts: [BODY] };
    const { Agent, fetch } = await loadUndici();
    const dispatcher = new Agent();
    const { attributes } = await diagnosed(reply, through(dispatcher));
    // Node.js 26 includes that version.
    const fits = process.versions.undici?.startsWith('8.');
    expect(attributes['anthropic.diagnosis.id']).toBe(fits ? undefined : 'connection.dispatcher');
    if (fits) return;
    expect(attributes).toMatchObject({
      'anthropic.error.cause_code': 'UND_ERR_INVALID_ARG',
      'anthropic.diagnosis.retryable': false,
    });
    // The fix works.
    const fixed = await diagnosed(reply, {
      fetch: fetch as unknown as NonNullable<ClientOptions['fetch']>,
      ...through(dispatcher),
    });
    expect(fixed.thrown).toBeUndefined();
    expect(fixed.attributes['anthropic.diagnosis.id']).toBeUndefined();
  });

  const LIMITED = {
    status: 429,
    headers: { 'content-type': 'application/json', 'request-id': 'req_limited', 'retry-after': '7' },
    parts: ['{"type":"error","error":{"type":"rate_limit_error","message":"Slow down"}}'],
  };
  /** The errors of ky and ofetch contain the `Response`. */
  const throwing = (async (url, init) => {
    const response = await fetch(url, init as RequestInit);
    if (response.ok) return response;
    throw Object.assign(new Error(`Request failed with status code ${response.status}`), { response });
  }) as NonNullable<ClientOptions['fetch']>;

  test.each<[what: string, options: () => Promise<ClientOptions>]>([
    ['`fetch`', async () => ({ fetch: throwing })],
    ["undici's `RetryAgent`", async () => viaUndici(({ RetryAgent, Agent }) => new RetryAgent(new Agent()))],
    [
      "undici's `responseError`",
      async () => viaUndici(({ Agent, interceptors }) => new Agent().compose(interceptors.responseError())),
    ],
  ])('an error status that %s throws is no lost connection', async (_, options) => {
    const { thrown, attributes } = await diagnosed(LIMITED, await options());
    // The SDK takes it for a connection error.
    expect(thrown).toMatchObject({ message: 'Connection error.' });
    expect(attributes).toMatchObject({
      'http.response.status_code': 429,
      'anthropic.request.id': 'req_limited',
      'anthropic.retry.after': 7,
      'anthropic.diagnosis.check': 'limits',
    });
    expect(attributes['error.type']).toMatch(/^(?:429|rate_limit_error)$/);
  });
});

test("undici 8 replaces the process's dispatcher: the proxy is read behind its wrapper for older versions", async () => {
  const before = await nodeDispatcher();
  const { Agent, ProxyAgent, setGlobalDispatcher } = await loadUndici();
  const proxy = await deadEndpoint();
  vi.stubEnv('HTTPS_PROXY', proxy);
  const proxyOf = async (): Promise<unknown> => {
    const client = fixture.client('owned', { baseURL: 'https://nowhere.invalid', maxRetries: 0 });
    await client.messages.create(PARAMS).catch(() => undefined);
    return fixture.telemetry.takeTrace().attributes['anthropic.request.proxy'];
  };
  setGlobalDispatcher(new Agent());
  const unread = await proxyOf();
  setGlobalDispatcher(new ProxyAgent(proxy));
  const used = await proxyOf();
  vi.unstubAllEnvs();
  setNodeDispatcher(before);
  expect([unread, used]).toEqual(['ignored', 'process']);
});
