// A server that repeats a header of the application, in whatever form, finds it on no span.
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

/** As a subclass of an application, or the client of a cloud. */
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
  'a class with a key of its own': (kind, baseURL) => [
    new WithKey({ baseURL, apiKey: 'sk-ant-x', maxRetries: 0, ...clientOptionsFor(kind) }),
    {},
  ],
  'a query of the client': (kind, baseURL) => [clientOf(kind, { baseURL, defaultQuery: { key: KEY } }), {}],
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

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
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
