// A server repeats the request in every place of its answer. With content off, no export contains any of it.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import Anthropic from '@anthropic-ai/sdk';
import { logs } from '@opentelemetry/api-logs';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMPTY_MESSAGE } from '../support/empty-message.ts';
import { onExport } from '../support/exported.ts';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import {
  clientOptionsFor,
  isCallSpan,
  SPAN_KINDS,
  type SpanKind,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

/** The planted sentence for each place, with a word that occurs nowhere else. */
const PLACES = [
  'system',
  'user',
  'assistant',
  'toolinput',
  'toolresult',
  'document',
  'title',
  'description',
  'schema',
  'metadata',
  'stop',
  'header',
  'default',
] as const;
const OFTEN = ['user'] as const;
const BODY_AND_HEADER = ['user', 'header'] as const;
type Place = (typeof PLACES)[number] | 'filename' | 'field';
const word = (place: Place): string => `canary${place}0001`;
const sentence = (place: Place): string =>
  `${word(place)} asked "whether" the rare\nillness of a neighbour is known to their employer`;

const PARAMS = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  system: [{ type: 'text', text: sentence('system') }],
  metadata: { user_id: word('metadata') },
  stop_sequences: [word('stop')],
  tools: [
    {
      name: 'look_up',
      description: sentence('description'),
      input_schema: {
        type: 'object',
        properties: { city: { type: 'string', description: sentence('schema') } },
      },
    },
  ],
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: sentence('user') },
        {
          type: 'document',
          title: sentence('title'),
          source: { type: 'text', media_type: 'text/plain', data: sentence('document') },
        },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: sentence('assistant') },
        { type: 'tool_use', id: 'toolu_1', name: 'look_up', input: { city: sentence('toolinput') } },
      ],
    },
    {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: sentence('toolresult') }],
    },
  ],
} satisfies Anthropic.MessageCreateParamsNonStreaming;

/** Forms in which a server repeats the request. */
const FORMS: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text.replaceAll('\n', ' '),
  'its middle': (text) => text.replaceAll('\n', ' ').slice(21),
  'a word of it': (text) => text.split(' ')[0] ?? '',
  'as a name': (text) => text.replace(/\W+/g, '-'),
  'as a short name': (text) => /the rare\sillness of a neighbour/.exec(text)?.[0].replace(/\s/g, '_') ?? text,
  'percent-encoded': (text) => encodeURIComponent(text),
};
/** Text that only the request contains: the words themselves, and the words in the middle of the sentence. */
const PLANTED = /canary[a-z]+0001|rare.{1,5}illness|illness.{1,3}of.{1,3}a.{1,3}neighbour|neighbour/;

interface Reply {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly trailers?: Readonly<Record<string, string>>;
}

const refusal = (body: unknown, status = 400, headers: Reply['headers'] = {}): Reply => ({
  status,
  headers,
  body,
});
const html = (body: string, status = 502): Reply => refusal(body, status, { 'content-type': 'text/html' });
const text = (body: string, status = 500): Reply => refusal(body, status, { 'content-type': 'text/plain' });
const named = (name: string, value: string): Reply =>
  refusal({ type: 'error', error: { type: 'api_error', message: 'No' } }, 500, { [name]: value });
const sse = (...events: readonly (readonly [event: string, data: unknown])[]): Reply => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: events
    .map(
      ([event, data]) =>
        `event: ${event}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`,
    )
    .join(''),
});
const START = ['message_start', { type: 'message_start', message: EMPTY_MESSAGE }] as const;

/** Every place of an answer. */
const ANSWERS: Readonly<Record<string, (echo: string) => Reply>> = {
  "the API's sentence": (echo) =>
    refusal({ type: 'error', error: { type: 'invalid_request_error', message: `x: ${echo}` } }),
  "the API's type": (echo) => refusal({ type: 'error', error: { type: echo, message: 'No' } }),
  "the API's code": (echo) =>
    refusal({ type: 'error', error: { type: 'api_error', message: 'No', details: { error_code: echo } } }),
  "Google's status": (echo) => refusal({ error: { code: 400, message: 'No', status: echo } }),
  "AWS's class": (echo) => refusal({ __type: `x#${echo}`, message: 'No' }),
  'the input of FastAPI': (echo) =>
    refusal(
      { detail: [{ type: 'missing', loc: ['body', echo], msg: 'Field required', input: { text: echo } }] },
      422,
    ),
  'the sentence of FastAPI': (echo) =>
    refusal({ detail: [{ loc: ['body'], msg: `Bad value ${echo}` }] }, 422),
  'a detail': (echo) => refusal({ detail: `Cannot read ${echo}` }, 422),
  'an error that is a text': (echo) => refusal({ error: `Cannot read ${echo}` }),
  'a title': (echo) => refusal({ title: echo, status: 400 }),
  'a message': (echo) => refusal({ message: `Upstream said ${echo}` }, 500),
  'a field of its own': (echo) => refusal({ request: { body: echo }, body: echo }, 500),
  'a list': (echo) => refusal([{ error: { message: echo } }], 500),
  'JSON that is cut': (echo) =>
    refusal(`{"received":"${echo}","message":"${echo}`, 500, { 'content-type': 'application/json' }),
  'plain text': (echo) => text(`Unhandled exception while reading: ${echo}`),
  'plain text alone': (echo) => text(echo),
  "a page's title": (echo) => html(`<html><head><title>500 ${echo}</title></head></html>`),
  "a page's text": (echo) => html(`<html><head><title>Error</title></head><body>${echo}</body></html>`),
  'a page without HTML': (echo) => html(echo),
  'a success that is a text': (echo) => text(echo, 200),
  'a success that is no JSON': (echo) => refusal(echo, 200, { 'content-type': 'application/json' }),
  'a success that is another JSON': (echo) => refusal({ echo, message: echo }, 200),
  'an error with the status of a success': (echo) =>
    refusal({ type: 'error', error: { type: echo, message: echo } }, 200),
  'the id of a message': (echo) => refusal({ ...EMPTY_MESSAGE, id: echo }, 200),
  'its model': (echo) => refusal({ ...EMPTY_MESSAGE, model: echo }, 200),
  'its stop reason': (echo) => refusal({ ...EMPTY_MESSAGE, stop_reason: echo, stop_sequence: echo }, 200),
  'its service tier': (echo) =>
    refusal({ ...EMPTY_MESSAGE, usage: { ...EMPTY_MESSAGE.usage, service_tier: echo } }, 200),
  'its role and type': (echo) => refusal({ ...EMPTY_MESSAGE, role: echo, type: echo }, 200),
  'the name of a tool': (echo) =>
    refusal(
      { ...EMPTY_MESSAGE, content: [{ type: 'tool_use', id: echo, name: echo, input: { [echo]: echo } }] },
      200,
    ),
  'a type of block': (echo) => refusal({ ...EMPTY_MESSAGE, content: [{ type: echo, [echo]: echo }] }, 200),
  ...Object.fromEntries(
    [
      'request-id',
      'anthropic-organization-id',
      'anthropic-workspace-id',
      'cf-ray',
      'content-type',
      'retry-after',
      'server',
      'via',
      'x-amzn-errortype',
      'x-amzn-requestid',
      'x-should-retry',
      'anthropic-ratelimit-requests-limit',
      'anthropic-ratelimit-requests-reset',
    ].map((name) => [`the header ${name}`, (echo: string) => named(name, echo)]),
  ),
  'the name of a header': (echo) =>
    named(`anthropic-ratelimit-${echo.replace(/[^\w-]/g, '').toLowerCase()}-limit`, '0'),
  'a hop of via': (echo) => named('via', `1.1 ${echo} (${echo})`),
  'a product of server': (echo) => named('server', `nginx/1.25 (${echo})`),
  'the status text': (echo) => ({ ...text('', 500), statusText: echo }),
  'a trailer': (echo) => ({ ...text('No', 500), trailers: { 'request-id': echo, server: echo } }),
  'the words of a redirect': (echo) => refusal('', 307, { location: `/${echo.split(/[\W_]+/).join('/')}` }),
  'a content type of a success': (echo) =>
    refusal('x', 200, { 'content-type': `application/${echo.replace(/\W+/g, '.')}` }),
  'the location of a redirect': (echo) => refusal('', 307, { location: `/v1/${encodeURIComponent(echo)}` }),
  'an error event': (echo) =>
    sse(START, ['error', { type: 'error', error: { type: 'api_error', message: echo } }]),
  "an error event's type": (echo) =>
    sse(START, ['error', { type: 'error', error: { type: echo, message: 'No' } }]),
  'an error event that is no JSON': (echo) => sse(START, ['error', echo]),
  'the name of an event': (echo) => sse(START, [echo, { type: echo }]),
  'a message that starts': (echo) =>
    sse([
      'message_start',
      { type: 'message_start', message: { ...EMPTY_MESSAGE, id: echo, model: echo, stop_reason: echo } },
    ]),
  'a block that starts': (echo) =>
    sse(START, [
      'content_block_start',
      { type: 'content_block_start', index: 0, content_block: { type: echo, text: echo, name: echo } },
    ]),
  'a stop': (echo) =>
    sse(START, [
      'message_delta',
      { type: 'message_delta', delta: { stop_reason: echo }, usage: { service_tier: echo } },
    ]),
  'an event that is no JSON': (echo) => sse(START, ['content_block_delta', `${echo} {`]),
  'the input of a tool that breaks off': (echo) =>
    sse(
      START,
      [
        'content_block_start',
        {
          type: 'content_block_start',
          index: 0,
          content_block: { type: 'tool_use', id: 't', name: 'look_up', input: {} },
        },
      ],
      [
        'content_block_delta',
        {
          type: 'content_block_delta',
          index: 0,
          delta: { type: 'input_json_delta', partial_json: `{"a": ${echo}` },
        },
      ],
      ['content_block_stop', { type: 'content_block_stop', index: 0 }],
    ),
  'the id of an event': (echo) => ({
    ...sse(START),
    body: `id: ${echo.replaceAll('\n', ' ')}\nevent: ping\ndata: {}\n\n: ${echo}\n\n`,
  }),
};

const GATEWAY_KEY = 'hunter7lamp-gateway42x';
const API_KEY = 'sk-ant-api03-QkX9zebra0lantern11223344556677889900-AbCdEfGhAA';
/** Matches letters and digits of a secret in sequence, in any case and with any separators, and as base64 and hex. */
const leftOf = (secret: string): RegExp => {
  const squeezed = secret.replace(/^sk-ant-api03-/, '').replace(/[^a-z0-9]/gi, '');
  const spread = [...squeezed.slice(0, 16)].join('[^a-z0-9"]{0,4}');
  const encoded = (encoding: 'base64' | 'hex') => Buffer.from(secret).toString(encoding).slice(20, 36);
  return new RegExp(`${spread}|${encoded('base64')}|${encoded('hex')}`, 'i');
};

/** A client's credentials: one of a known shape, and some that only their place identifies. */
const CREDENTIALS = {
  'a key of the API': { options: { apiKey: API_KEY }, secret: API_KEY, isLeft: leftOf(API_KEY) },
  'a key of a gateway': {
    options: { apiKey: GATEWAY_KEY },
    secret: GATEWAY_KEY,
    isLeft: leftOf(GATEWAY_KEY),
  },
  'a bearer token': {
    options: { apiKey: null, authToken: GATEWAY_KEY },
    secret: GATEWAY_KEY,
    isLeft: leftOf(GATEWAY_KEY),
  },
  'a header of a gateway': {
    options: { defaultHeaders: { 'x-gateway-key': GATEWAY_KEY } },
    secret: GATEWAY_KEY,
    isLeft: leftOf(GATEWAY_KEY),
  },
  'a header that a middleware adds': {
    options: {
      middleware: [
        (request: Request, next: (request: Request) => unknown) => {
          request.headers.set('proxy-authorization', `Basic ${GATEWAY_KEY}`);
          return next(request);
        },
      ],
    },
    secret: GATEWAY_KEY,
    isLeft: leftOf(GATEWAY_KEY),
  },
};

/** Forms in which a server repeats a credential. */
const CREDENTIAL_FORMS: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in an address': (secret) => `https://x.example/?u=${encodeURIComponent(secret)}`,
  'in upper case': (secret) => secret.toUpperCase(),
  'in groups': (secret) => (secret.match(/.{1,8}/g) ?? []).join(' '),
  'its beginning': (secret) => `${secret.slice(0, 30)}...`,
  'percent-encoded': (secret) =>
    [...secret].map((character) => `%${character.charCodeAt(0).toString(16)}`).join(''),
  'as base64': (secret) => Buffer.from(secret).toString('base64'),
  'as hex': (secret) => Buffer.from(secret).toString('hex'),
};

/** Ways to make a call and to read its answer. */
const CALLS: Readonly<Record<string, (client: Anthropic) => Promise<unknown>>> = {
  create: (client) => client.messages.create(PARAMS, OPTIONS),
  streamed: async (client) => {
    for await (const _ of await client.messages.create({ ...PARAMS, stream: true }, OPTIONS));
  },
  helper: (client) => client.messages.stream(PARAMS, OPTIONS).finalMessage(),
  'beta helper': (client) => client.beta.messages.stream(PARAMS as never, OPTIONS).finalMessage(),
  raw: async (client) => (await client.messages.create(PARAMS, OPTIONS).asResponse()).text(),
  'raw stream': async (client) =>
    (await client.messages.create({ ...PARAMS, stream: true }, OPTIONS).asResponse()).text(),
};
const OPTIONS = { headers: { 'x-case': sentence('header').replaceAll('\n', ' ') } };

/** The forms in which the SDK sends a body unchanged. */
const BODIES: Readonly<Record<string, (text: string) => object>> = {
  'a Buffer': (text) => Buffer.from(text),
  'a DataView': (text) => new DataView(new TextEncoder().encode(text).buffer),
  'an ArrayBuffer': (text) => new TextEncoder().encode(text).buffer,
  'packed bytes': (text) => gzipSync(text),
  'a Blob': (text) => new Blob([text]),
  'a stream': (text) => new Blob([text]).stream(),
  'a generator': async function* (text) {
    yield text;
  },
};

let server: Server;
let url: string;
let reply: Reply = {};
let telemetry: TestTelemetry;
let meter: TestMeter;
let left: string[] = [];

function answer(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  request.on('end', () => {
    const { status = 200, statusText = '', headers = {}, body, trailers } = reply;
    // The request after a redirect.
    const isFirst = request.url?.startsWith('/v1/messages') || request.url?.startsWith('/v1/files');
    const type = typeof body === 'string' ? {} : { 'content-type': 'application/json' };
    const all = Object.entries({
      ...type,
      ...headers,
      ...(trailers && { trailer: Object.keys(trailers).join() }),
    });
    const clean = all.map(([name, value]) => [
      name,
      value.replace(/[\r\n]/g, ' ').replace(/[^\x20-\x7E]/g, ''),
    ]);
    response.writeHead(isFirst ? status : 404, statusText.replace(/[\r\n]/g, ' '), Object.fromEntries(clean));
    response.write(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
    if (trailers)
      response.addTrailers(
        Object.fromEntries(
          Object.entries(trailers).map(([name, value]) => [name, value.replaceAll('\n', ' ')]),
        ),
      );
    response.end();
  });
}

beforeAll(async () => {
  // The conventions record the application's stop sequences.
  const asGiven = `"gen_ai.request.stop_sequences":["${word('stop')}"]`;
  onExport((exported) => void left.push(exported.replaceAll(asGiven, '')));
  telemetry = startTestTelemetry({ attemptSpans: 'always' });
  meter = startTestMeter(telemetry.instrumentation);
  const processors = [new SimpleLogRecordProcessor({ exporter: new InMemoryLogRecordExporter() })];
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors }));
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  telemetry.stop();
  logs.disable();
  await meter.stop();
  server.closeAllConnections();
  server.close();
});

const clientOf = (kind: SpanKind, more: object = {}): Anthropic =>
  new Anthropic({
    ...clientOptionsFor(kind),
    apiKey: 'sk-ant-x',
    baseURL: url,
    maxRetries: 0,
    defaultHeaders: { 'x-team': sentence('default').replaceAll('\n', ' ') },
    ...more,
  });

/** The planted text in exports since the last check. */
async function leaked(isLeft: RegExp = PLANTED): Promise<readonly string[]> {
  await new Promise((resolve) => setTimeout(resolve, 1));
  const calls = telemetry.takeSpans().filter(isCallSpan);
  await meter.take();
  const found = left.flatMap((exported) => {
    const at = isLeft.exec(exported)?.index;
    return at === undefined ? [] : [exported.slice(Math.max(0, at - 120), at + 80)];
  });
  left = [];
  return calls.length > 0 ? found : ['no call was seen'];
}

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each(Object.entries(ANSWERS))(
    'a request that is repeated in %s leaves nowhere',
    async (_, answerWith) => {
      for (const [how, form] of Object.entries(FORMS))
        for (const [name, call] of Object.entries(CALLS))
          for (const place of how !== 'as it is' ? OFTEN : name === 'create' ? PLACES : BODY_AND_HEADER) {
            reply = answerWith(form(sentence(place)));
            await call(clientOf(kind)).catch(() => undefined);
            expect(await leaked(), `${how}, ${name}, ${place}`).toEqual([]);
          }
    },
  );

  test.each(Object.entries(ANSWERS))(
    'a credential that is repeated in %s leaves nowhere',
    async (_, answerWith) => {
      for (const [what, { options, secret, isLeft }] of Object.entries(CREDENTIALS))
        for (const [how, form] of Object.entries(CREDENTIAL_FORMS)) {
          reply = answerWith(form(secret));
          await clientOf(kind, options)
            .messages.create(PARAMS)
            .catch(() => undefined);
          expect(await leaked(isLeft), `${what}, ${how}`).toEqual([]);
        }
    },
  );

  test('nor a key that one call adds, where the sentence is known from calls without it', async () => {
    reply = text(`Unknown key ${GATEWAY_KEY}`);
    const client = clientOf(kind, { defaultHeaders: {} });
    const fail = (options: object) => client.messages.create(PARAMS, options).catch(() => undefined);
    const adds = (request: Request, next: (request: Request) => unknown) => {
      request.headers.set('proxy-authorization', `Basic ${GATEWAY_KEY}`);
      return next(request);
    };
    const isLeft = leftOf(GATEWAY_KEY);
    for (const options of [{ headers: { 'x-gateway-key': GATEWAY_KEY } }, { middleware: [adds] }]) {
      await fail({});
      // This call did not send the key, so the server's words stay.
      expect(await leaked(isLeft)).not.toEqual([]);
      await fail(options);
      expect(await leaked(isLeft)).toEqual([]);
    }
  });

  test.each(['text', 'JSON', 'header'])(
    'nor in the %s of attempts that are retried, through a middleware too',
    async (where) => {
      const again = { 'retry-after-ms': '1', 'x-should-retry': 'true' };
      const echo = FORMS['as it is']?.(sentence('user')) ?? '';
      const middleware = [(request: never, next: (request: never) => unknown) => next(request)];
      for (const more of [{}, { middleware }]) {
        reply =
          where === 'text'
            ? refusal(echo, 503, { ...again, 'content-type': 'text/plain' })
            : where === 'JSON'
              ? refusal({ error: { type: echo, message: echo }, echo }, 429, again)
              : refusal({}, 500, { ...again, via: echo, server: echo, 'request-id': word('user') });
        await clientOf(kind, { maxRetries: 2, ...more })
          .messages.create(PARAMS)
          .catch(() => undefined);
        expect(await leaked()).toEqual([]);
      }
    },
  );

  test.each(Object.entries(BODIES))('nor does a body that is sent as %s', async (_, bodyOf) => {
    const { messages: _messages, ...rest } = PARAMS;
    const sent = { ...rest, messages: [{ role: 'user', content: sentence('user') }] };
    for (const [how, text] of [
      ['plain', JSON.stringify(sent)],
      ['long', JSON.stringify({ ...sent, system: 'x '.repeat(700_000) })],
    ] as const) {
      // Like FastAPI.
      const msg = `invalid value: ${JSON.stringify(sent.messages)}`;
      reply = refusal({ detail: [{ loc: ['body', 'messages'], msg }] }, 422);
      const headers = { 'content-type': 'application/json' };
      await clientOf(kind, { defaultHeaders: {} })
        .post('/v1/messages', { body: bodyOf(text), headers })
        .catch(() => undefined);
      expect(await leaked(), how).toEqual([]);
    }
  });

  test('nor does the content of a file', async () => {
    for (const answerWith of [ANSWERS['plain text'], ANSWERS['the sentence of FastAPI']]) {
      reply =
        answerWith?.(`${sentence('document')}: this is not a file that can be read by this server`) ?? {};
      await clientOf(kind, { defaultHeaders: {} })
        .beta.files.upload({ file: new File([sentence('document')], 'a.txt') })
        .catch(() => undefined);
      expect(await leaked()).toEqual([]);
    }
  });

  test('nor do names of files and fields of a form', async () => {
    for (const place of ['filename', 'field'] as const)
      for (const answerWith of [
        ANSWERS['plain text'],
        ANSWERS["the API's sentence"],
        ANSWERS['the header via'],
      ]) {
        reply = answerWith?.(word(place)) ?? {};
        const file = new File([sentence('document')], word('filename'));
        await clientOf(kind)
          .beta.files.upload({ file, [word('field')]: word('field') } as never)
          .catch(() => undefined);
        expect(await leaked()).toEqual([]);
      }
  });
});

test('sentences that repeat nothing stay, also where they name a field, a model or an id of the request', async () => {
  const kept = [
    'messages.0.content.0.text: Field required',
    'max_tokens: 64 > 32, which is the maximum allowed number of output tokens for claude-sonnet-5',
    'model: claude-sonnet-5',
    'messages.2: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1.',
    'tools.0.custom.input_schema.properties.city: description is too long',
    'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
  ];
  for (const message of kept) {
    reply = refusal({ type: 'error', error: { type: 'invalid_request_error', message } });
    await clientOf('owned')
      .messages.create(PARAMS)
      .catch(() => undefined);
    expect(telemetry.takeTrace().attributes['anthropic.error.message']).toBe(message);
    reply = text(message);
    await clientOf('owned')
      .messages.create(PARAMS)
      .catch(() => undefined);
    expect(telemetry.takeTrace().attributes['anthropic.error.message']).toBe(message);
  }
  left = [];
});
