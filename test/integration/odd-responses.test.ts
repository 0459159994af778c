// Responses of an application's own `fetch` that differ from the platform's. The SDK reads each as without us, and its span ends.
import { inspect } from 'node:util';
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import type { Middleware } from '@anthropic-ai/sdk/core/middleware';
import { SpanStatusCode } from '@opentelemetry/api';
import { afterAll, describe, expect, test } from 'vitest';
import { stepsFail } from '../support/failed-steps.ts';
import { startTestMeter } from '../support/meter.ts';
import { PARAMS } from '../support/set-up.ts';
import { clientOptionsFor, SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5',
  content: [{ type: 'text', text: 'Hello' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 3, output_tokens: 2 },
};
const REFUSAL = { type: 'error', error: { type: 'invalid_request_error', message: 'No' } };
const HEADERS = { 'content-type': 'application/json', 'request-id': 'req_1' };

class Subclass extends Response {}

/** Only the parts of a response that the SDK uses. */
const stub = () => ({
  ok: true,
  status: 200,
  url: '',
  headers: new Headers(HEADERS),
  json: async () => MESSAGE,
  text: async () => JSON.stringify(MESSAGE),
});
const body = JSON.stringify(MESSAGE);
/** Like wrappers of `fetch`, because the platform's methods reject a proxy as `this`. */
const boundProxy = (response: Response): Response =>
  new Proxy(response, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
const reused = stub();

const RESPONSES: Readonly<Record<string, { readonly make: () => object; readonly tokens?: number }>> = {
  'of a subclass': { make: () => new Subclass(body, { headers: HEADERS }), tokens: 2 },
  'an object that has just what is needed': { make: stub, tokens: 2 },
  'without a prototype': { make: () => Object.assign(Object.create(null), stub()), tokens: 2 },
  'the same object for every call': { make: () => reused, tokens: 2 },
  'with a method of its own': {
    make: () => Object.assign(new Response(body, { headers: HEADERS }), { json: async () => MESSAGE }),
    tokens: 2,
  },
  'behind a proxy, whose methods are bound to what is behind it': {
    make: () => boundProxy(new Response(body, { headers: HEADERS })),
    tokens: 2,
  },
  frozen: { make: () => Object.freeze(new Response(body, { headers: HEADERS })), tokens: 2 },
};

/** Ways in which an application reads an answer itself. */
const READINGS: Readonly<Record<string, (response: Response) => Promise<unknown>>> = {
  'json()': (response) => response.json(),
  'text()': (response) => response.text(),
  'arrayBuffer()': (response) => response.arrayBuffer(),
  'blob()': (response) => response.blob(),
  'a loop over its body': async ({ body: stream }) => {
    for await (const _ of stream ?? []);
  },
  'a reader': async ({ body: stream }) => {
    const reader = stream?.getReader();
    while (!(await reader?.read())?.done);
  },
  'a reader for its own buffer': async ({ body: stream }) => {
    const reader = stream?.getReader({ mode: 'byob' });
    while (!(await reader?.read(new Uint8Array(16)))?.done);
  },
  'both halves of tee()': async ({ body: stream }) => {
    const halves = stream?.tee() ?? [];
    await Promise.all(halves.map((half) => new Response(half).text()));
  },
};

const telemetry = startTestTelemetry();
afterAll(() => telemetry.stop());

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each(Object.entries(RESPONSES))('a response %s', async (_, { make, tokens }) => {
    const client = new Anthropic({
      apiKey: 'sk-ant-none',
      ...clientOptionsFor(kind),
      fetch: async () => make() as Response,
    });
    for (let call = 0; call < 2; call += 1) {
      const message = await client.messages.create(PARAMS);
      expect({ ...message }).toEqual(MESSAGE);
      const { attributes } = telemetry.takeTrace();
      expect(attributes).toMatchObject({ 'http.response.status_code': 200, 'anthropic.request.id': 'req_1' });
      if (tokens !== undefined) expect(attributes['gen_ai.usage.output_tokens']).toBe(tokens);
    }
  });
});

/** Clients whose SDK receives no response. */
const NO_RESPONSES: readonly (readonly [name: string, options: ClientOptions])[] = [
  ['`fetch`', {}],
  ['`fetch` behind a middleware', { middleware: [(request, next) => next(request)] }],
  ['a middleware', { middleware: [async () => undefined as unknown as Response] }],
];

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each(NO_RESPONSES)(
    'no response, from %s, is the same error as without us, after one request',
    async (_, options) => {
      let requests = 0;
      const fetch = async () => {
        requests += 1;
        return undefined as unknown as Response;
      };
      const client = new Anthropic({ apiKey: 'sk-ant-none', ...clientOptionsFor(kind), ...options, fetch });
      const call = async () => {
        requests = 0;
        const error: unknown = await client.messages.create(PARAMS).catch((thrown: unknown) => thrown);
        return { requests, error: String(error) };
      };
      const seen = await call();
      expect(telemetry.takeTrace().attributes['error.type']).toBe('client_error');
      telemetry.instrumentation.disable();
      const unobserved = await call();
      telemetry.instrumentation.enable();
      telemetry.takeSpans();
      expect(seen).toEqual(unobserved);
    },
  );
});

/** Values that `fetch` may return in place of a response. */
const NOT_RESPONSES: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  'a text': () => body,
  'an empty object': () => ({}),
  'an error': () => new RangeError('Given, not thrown'),
  'an object without headers': () => ({ ...stub(), headers: undefined }),
  'headers that are no more than an object': () => ({ ...stub(), headers: HEADERS }),
  'a proxy whose methods are bound to nothing': () => new Proxy(new Response(body, { headers: HEADERS }), {}),
  'a response whose body is read already': () => {
    const response = new Response(body, { headers: HEADERS });
    void response.text();
    return response;
  },
};

/** Responses that the SDK can read, but that a middleware cannot fully watch. */
const HALF_SEEN: Readonly<Record<string, () => object>> = {
  frozen: () => Object.freeze(new Response(body, { headers: HEADERS })),
  'with headers of another class': () => ({
    ...stub(),
    headers: {
      get: (name: string) => new Headers(HEADERS).get(name),
      entries: () => Object.entries(HEADERS),
    },
  }),
  'whose body is a text': () => ({ ...stub(), body }),
};

/** Clients that only a middleware reports, without patches. */
describe.each(SPAN_KINDS)('%s call spans, by the middleware alone', (kind) => {
  const alone = startTestTelemetry({ attemptSpans: 'always' }, { patch: false, register: false });
  const failedAlone = async (give: () => unknown, maxRetries = 2) => {
    telemetry.instrumentation.disable();
    const seen: unknown[] = [];
    const call = async (middleware: ClientOptions['middleware']) => {
      const fetch = async () => give() as Response;
      const client = new Anthropic({
        apiKey: 'sk-ant-none',
        ...clientOptionsFor(kind),
        maxRetries,
        middleware,
        fetch,
      });
      return String(await client.messages.create(PARAMS).catch((thrown: unknown) => thrown));
    };
    try {
      const unobserved = await call([(request, next) => next(request)]);
      telemetry.takeSpans();
      const observed = await call([
        async (request, next) => {
          const given = await next(request);
          seen.push(given);
          return given;
        },
        alone.instrumentation.middleware({ maxRetries }),
      ]);
      expect(observed).toEqual(unobserved);
    } finally {
      telemetry.instrumentation.enable();
    }
    expect(seen).toHaveLength(1);
    return telemetry.takeTrace();
  };

  test.each(Object.entries(NOT_RESPONSES))('%s is passed on, and the call has failed', async (_, make) => {
    const { attributes, attempts, call } = await failedAlone(make);
    expect(attributes['error.type']).toMatch(/^(?:client|connection)_error$/);
    expect(call.status.code).toBe(SpanStatusCode.ERROR);
    expect(attempts).toHaveLength(1);
  });

  test.each(Object.entries(HALF_SEEN))('a response %s is read, and the call ends', async (_, make) => {
    const { attributes } = await failedAlone(make);
    expect(attributes).toMatchObject({
      'http.response.status_code': 200,
      'anthropic.request.id': 'req_1',
      'gen_ai.usage.output_tokens': 2,
    });
  });

  test('a refusal whose body breaks has the message that the SDK shows', async () => {
    const text = () => Promise.reject(new TypeError('terminated'));
    const { attributes } = await failedAlone(() => ({ ...stub(), ok: false, status: 400, text }));
    expect(attributes).toMatchObject({
      'error.type': '400',
      'anthropic.error.message': 'terminated',
      'anthropic.error.body': 'text',
    });
  });

  test.each([
    ['frozen', () => Object.freeze(Response.json(REFUSAL, { status: 400, headers: HEADERS }))],
    [
      'whose methods are no functions',
      () => ({ ...stub(), ok: false, status: 400, json: undefined, text: undefined }),
    ],
    [
      'whose text() throws at once',
      () => ({
        ...stub(),
        ok: false,
        status: 400,
        text: () => {
          throw new RangeError('no text');
        },
      }),
    ],
  ])('a refusal %s ends the call', async (_, make) => {
    const { attributes } = await failedAlone(make);
    expect(attributes).toMatchObject({ 'http.response.status_code': 400, 'anthropic.request.id': 'req_1' });
    expect(attributes['error.type']).toBe('400');
  });
});

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const clientOf = (fetch: () => unknown, middleware: ClientOptions['middleware'] = []) =>
    new Anthropic({
      apiKey: 'sk-ant-none',
      maxRetries: 0,
      ...clientOptionsFor(kind),
      fetch: async () => fetch() as Response,
      middleware,
    });

  test.each(Object.entries(NOT_RESPONSES))('%s is no success of an attempt', async (_, make) => {
    const meter = startTestMeter(telemetry.instrumentation);
    await clientOf(make)
      .messages.create(PARAMS)
      .catch(() => undefined);
    const { attributes } = telemetry.takeTrace();
    const points = (await meter.take())('anthropic.client.attempts');
    await meter.stop();
    const isRead = attributes['http.response.status_code'] === 200;
    expect(points.map(({ attributes: of }) => of['anthropic.attempt.outcome'])).toEqual([
      isRead ? 'success' : 'connection',
    ]);
    expect(attributes['error.type']).toBeDefined();
  });

  test('a middleware that answers in place of no response made an attempt of its own', async () => {
    const answering: Middleware = async (request, next) =>
      (await next(request)) ?? new Response(body, { headers: HEADERS });
    await clientOf(() => undefined, [answering]).messages.create(PARAMS);
    expect(telemetry.takeTrace().attributes).toMatchObject({
      'http.response.status_code': 200,
      'anthropic.request.id': 'req_1',
      'http.request.resend_count': 1,
      'anthropic.retry.outcome': 'recovered',
    });
  });

  test('an answer that throws when it is looked at ends its call', async () => {
    stepsFail('reading an answer');
    const odd = Object.defineProperty({ ...MESSAGE }, 'usage', {
      enumerable: true,
      get: () => {
        throw new RangeError('no usage');
      },
    });
    await clientOf(() => ({ ...stub(), json: async () => odd })).messages.create(PARAMS);
    expect(telemetry.takeTrace().attributes['http.response.status_code']).toBe(200);
  });
});

/** The visible properties of a response, without reading it. */
function look(response: Response) {
  const names: string[] = [];
  for (const name in response) names.push(name);
  return {
    prototype: Object.getPrototypeOf(response),
    ownKeys: Reflect.ownKeys(response),
    names,
    inspected: inspect(response, { showHidden: true }),
    methods: METHODS.map((name) => response[name] === Response.prototype[name]),
    body: Object.getOwnPropertyDescriptor(response, 'body'),
  };
}

const METHODS = ['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'formData', 'clone'] as const;
const EVENTS = 'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1"}}\n\n';

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const answered = (body: string, contentType: string) => {
    const make = () => new Response(body, { headers: { ...HEADERS, 'content-type': contentType } });
    const client = new Anthropic({
      apiKey: 'sk-ant-none',
      ...clientOptionsFor(kind),
      fetch: async () => make(),
    });
    return { client, unobserved: make() };
  };

  test.each([
    ['asResponse()', (client: Anthropic) => client.messages.create(PARAMS).asResponse()],
    ['asResponse() of a list', (client: Anthropic) => client.models.list().asResponse()],
  ])('the response of %s is the one that came, and looks as without us', async (_, call) => {
    const { client, unobserved } = answered(body, 'application/json');
    const response = await call(client);
    expect(look(response)).toEqual(look(unobserved));
    expect(await response.json()).toEqual(MESSAGE);
    expect(look(response)).toEqual(look(await read(unobserved)));
    expect(telemetry.takeTrace().attributes['http.response.status_code']).toBe(200);
  });

  test('the response of withResponse(), beside a message that the SDK has parsed', async () => {
    const { client, unobserved } = answered(body, 'application/json');
    const { response, data } = await client.messages.create(PARAMS).withResponse();
    expect({ ...data }).toEqual(MESSAGE);
    expect(look(response)).toEqual(look(await read(unobserved)));
    expect(telemetry.takeTrace().attributes['gen_ai.usage.output_tokens']).toBe(2);
  });

  test.each([
    ['asResponse()', (client: Anthropic) => client.messages.create({ ...PARAMS, stream: true }).asResponse()],
    [
      'withResponse()',
      async (client: Anthropic) =>
        (await client.messages.create({ ...PARAMS, stream: true }).withResponse()).response,
    ],
  ])('the response of %s, of a stream', async (_, call) => {
    const { client, unobserved } = answered(EVENTS, 'text/event-stream');
    const response = await call(client);
    expect(look(response)).toEqual(look(unobserved));
    await response.body?.cancel();
    telemetry.takeSpans();
  });

  test('the response of a download', async () => {
    const { client, unobserved } = answered('bytes', 'application/octet-stream');
    expect(look(await client.beta.files.download('file_1'))).toEqual(look(unobserved));
    telemetry.takeSpans();
  });

  test.each(Object.entries(READINGS))(
    'a response that the application reads with %s has tokens',
    async (_, readBody) => {
      const { client } = answered(body, 'application/json');
      await readBody(await client.messages.create(PARAMS).asResponse());
      expect(telemetry.takeTrace().attributes['gen_ai.usage.output_tokens']).toBe(2);
    },
  );
});

async function read(response: Response): Promise<Response> {
  await response.json();
  return response;
}

test.each(METHODS)('an application may give a response a %s of its own', async (name) => {
  const client = new Anthropic({
    apiKey: 'sk-ant-none',
    openTelemetry: false,
    fetch: async () => new Response(body, { headers: HEADERS }),
  });
  const got = await client.messages.create(PARAMS).asResponse();
  const own = () => 'its own';
  Object.assign(got, { [name]: own });
  expect(got[name]).toBe(own);
  await got.body?.cancel();
  telemetry.takeSpans();
});
