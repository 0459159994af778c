// A server repeats a header of the application, in any form. No span contains it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import { type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { clientOptionsFor, isCallSpan, SPAN_KINDS, type SpanKind } from '../support/telemetry.ts';

const fixture = setUp();
const KEY = 'hunter7lamp-gateway42x';
const SENTENCE = `No route for ${KEY}`;
const refusal = {
  status: 400,
  headers: { 'content-type': 'application/json', 'request-id': 'req_1' },
  parts: [JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: SENTENCE } })],
};
const broken = {
  parts: [
    `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type: 'api_error', message: SENTENCE } })}\n\n`,
  ],
};
const HEADERS = { 'x-gateway-key': KEY };

type Adding = (kind: SpanKind, baseURL: string) => readonly [client: Anthropic, options: object];
const clientOf = (kind: SpanKind, more: ClientOptions) => fixture.client(kind, { maxRetries: 0, ...more });

/** Like an application's subclass, or a cloud's client. */
class WithToken extends Anthropic {
  protected override async authHeaders(options: never) {
    const headers = await super.authHeaders(options);
    headers?.values.set('x-gateway-key', KEY);
    return headers;
  }
}

class WithKey extends Anthropic {
  protected override async apiKeyAuth(options: never) {
    const headers = await super.apiKeyAuth(options);
    headers?.values.set('x-gateway-key', KEY);
    return headers;
  }
}

/** The places where an application may add a header. */
const ADDINGS: Readonly<Record<string, Adding>> = {
  'an object of a call': (kind, baseURL) => [clientOf(kind, { baseURL }), { headers: HEADERS }],
  'a Headers of a call': (kind, baseURL) => [clientOf(kind, { baseURL }), { headers: new Headers(HEADERS) }],
  'pairs of a call': (kind, baseURL) => [clientOf(kind, { baseURL }), { headers: Object.entries(HEADERS) }],
  'the client': (kind, baseURL) => [clientOf(kind, { baseURL, defaultHeaders: HEADERS }), {}],
  'the options of fetch': (kind, baseURL) => [
    clientOf(kind, { baseURL, fetchOptions: { headers: HEADERS as never } }),
    {},
  ],
  'a middleware': (kind, baseURL) => [
    clientOf(kind, {
      baseURL,
      middleware: [
        (request, next) => {
          request.headers.set('x-gateway-key', KEY);
          return next(request);
        },
      ],
    }),
    {},
  ],
  'a middleware that makes an object': (kind, baseURL) => [
    clientOf(kind, {
      baseURL,
      middleware: [(request, next) => next({ ...request, headers: HEADERS as never })],
    }),
    {},
  ],
  'a middleware, by another name': (kind, baseURL) => [
    clientOf(kind, {
      baseURL,
      middleware: [
        (request, next) => {
          request.headers.set('x-customer', KEY);
          return next(request);
        },
      ],
    }),
    {},
  ],
  'the options of fetch, by another name': (kind, baseURL) => [
    clientOf(kind, { baseURL, fetchOptions: { headers: { 'x-customer': KEY } as never } }),
    {},
  ],
  'the options of fetch of a call': (kind, baseURL) => [
    clientOf(kind, { baseURL }),
    { fetchOptions: { headers: HEADERS } },
  ],
  "a name that begins like the API's": (kind, baseURL) => [
    clientOf(kind, { baseURL, defaultHeaders: { 'anthropic-gateway-token': KEY } }),
    {},
  ],
  'a class with a key of its own': (kind, baseURL) => [
    new WithKey({ baseURL, apiKey: 'sk-ant-x', maxRetries: 0, ...clientOptionsFor(kind) }),
    {},
  ],
  'a query of the client': (kind, baseURL) => [clientOf(kind, { baseURL, defaultQuery: { key: KEY } }), {}],
  'a signature of Azure': (kind, baseURL) => [clientOf(kind, { baseURL, defaultQuery: { sig: KEY } }), {}],
  'a key of Azure Functions': (kind, baseURL) => [
    clientOf(kind, { baseURL, defaultQuery: { code: KEY } }),
    {},
  ],
  'a token whose name begins like a header': (kind, baseURL) => [
    clientOf(kind, { baseURL, defaultQuery: { accept_token: KEY } }),
    {},
  ],
  'a query of a call': (kind, baseURL) => [clientOf(kind, { baseURL }), { query: { key: KEY } }],
  'a password in the address': (kind, baseURL) => [
    clientOf(kind, {
      baseURL: baseURL.replace('//', `//me:${KEY}@`),
      fetch: (u, i) => fetch(String(u).replace(`me:${KEY}@`, ''), i),
    }),
    {},
  ],
  'a class of its own': (kind, baseURL) => [
    new WithToken({ baseURL, apiKey: 'sk-ant-x', maxRetries: 0, ...clientOptionsFor(kind) }),
    {},
  ],
};

/** Ways to add a key only to a retry's address. */
const LATER: Readonly<Record<string, (add: (url: string) => string) => ClientOptions>> = {
  'a middleware': (add) => ({
    middleware: [(request, next) => next({ ...request, url: add(request.url) })],
  }),
  'a hook of the client': (add) => ({ buildURL: add }) as ClientOptions,
  'its own fetch': (add) => ({ fetch: (url, init) => fetch(add(String(url)), init) }),
};

/** Like a subclass that looks up an address for each attempt. */
class WithAddress extends Anthropic {
  readonly #add: (url: string) => string;

  constructor({ buildURL: add, ...options }: ClientOptions & { buildURL: (url: string) => string }) {
    super(options);
    this.#add = add;
  }

  override buildURL(...args: Parameters<Anthropic['buildURL']>): string {
    return this.#add(super.buildURL(...args));
  }
}

/** Repeats the key of each address that has one. */
async function startRepeatingServer(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    const key = new URL(request.url ?? '', 'http://any').searchParams.get('key');
    request.resume().on('end', () => {
      response.writeHead(key === null ? 529 : 400, { ...refusal.headers, 'retry-after-ms': '1' });
      response.end(JSON.stringify({ type: 'error', error: { type: 'api_error', message: `No: ${key}` } }));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each(Object.entries(LATER))('a key that %s adds to the address of a retry', async (_, optionsFor) => {
    await using server = await startRepeatingServer();
    fixture.telemetry.takeSpans();
    let requests = 0;
    const add = (url: string): string => {
      requests += 1;
      return requests === 1 ? url : `${url}?key=${KEY}`;
    };
    const options = {
      apiKey: 'sk-ant-x',
      baseURL: server.url,
      maxRetries: 1,
      ...clientOptionsFor(kind),
      ...optionsFor(add),
    };
    const client = 'buildURL' in options ? new WithAddress(options as never) : new Anthropic(options);
    const thrown: unknown = await client.messages.create(PARAMS).catch((error: unknown) => error);
    expect(String(thrown)).toContain(KEY);
    const { call, attempts } = fixture.telemetry.takeTrace();
    expect(call.attributes['http.request.resend_count']).toBe(1);
    const said = [call, ...attempts].map(({ attributes, status, events }) => [attributes, status, events]);
    expect(JSON.stringify(said)).not.toContain(KEY);
  });

  test.each(
    Object.entries(ADDINGS).flatMap(([what, adding]) =>
      [false, true].map((stream) => ({ what, adding, stream })),
    ),
  )('$what (streamed: $stream)', async ({ adding, stream }) => {
    const server: RawServer = await startRawServer();
    try {
      server.reply(stream ? broken : refusal);
      fixture.telemetry.takeSpans();
      const read = async () => {
        const [client, options] = adding(kind, server.url);
        const answer = await client.messages.create({ ...PARAMS, stream }, options);
        if (Symbol.asyncIterator in answer) for await (const _ of answer);
      };
      const thrown: unknown = await read().catch((error: unknown) => error);
      expect(String(thrown)).toContain(KEY);
      const [span] = fixture.telemetry.takeSpans().filter(isCallSpan);
      expect(span?.attributes['error.type']).toBe(stream ? 'api_error' : 'invalid_request_error');
      const { attributes, status, events } = span ?? {};
      expect(JSON.stringify({ attributes, status, events })).not.toContain(KEY);
    } finally {
      await server[Symbol.asyncDispose]();
    }
  });
});
