// Cases: clients with options, copies and subclasses, raw requests, and middleware.
import { type Case, PARAMS, STREAM_PARAMS } from '../case.ts';

const CREATED = { method: 'messages.create', attributes: { 'gen_ai.usage.output_tokens': 12 } };

/** Headers that differ from run to run, or that tracing adds. */
const VOLATILE = /^(traceparent|tracestate|baggage|x-stainless-(os|arch|runtime|runtime-version))$/;

export const CLIENT_CASES: readonly Case[] = [
  {
    name: 'client.post, get and request',
    feature: 'clients',
    server: 'canned',
    run: async ({ client }) => [
      await client.get('/v1/echo'),
      await client.post('/v1/messages/batches', { body: {} }),
      await client.request({ method: 'delete', path: '/v1/messages/batches/msgbatch_1' }),
    ],
    calls: [
      { method: 'echo.list', attributes: { 'http.request.method': 'GET' } },
      { method: 'messages.batches.create', attributes: { 'http.request.method': 'POST' } },
      { method: 'messages.batches.delete', attributes: { 'http.request.method': 'DELETE' } },
    ],
  },
  {
    name: 'client.post of a stream',
    feature: 'clients',
    run: async ({ client, saw }) => {
      const stream = await client.post('/v1/messages', { body: STREAM_PARAMS, stream: true });
      for await (const { type } of stream as AsyncIterable<{ type: string }>) saw(type);
    },
    calls: [{ method: 'messages.create', attributes: { 'anthropic.stream.outcome': 'completed' } }],
  },
  {
    name: 'one options object for two requests at once',
    feature: 'clients',
    server: 'canned',
    run: ({ client }) => {
      const options = { method: 'get' as const, path: '/v1/echo' };
      return Promise.all([client.request(options), client.request(options)]);
    },
    calls: [{ method: 'echo.list' }, { method: 'echo.list' }],
  },
  {
    name: 'withOptions()',
    feature: 'clients',
    run: ({ client }) => client.withOptions({ maxRetries: 7 }).messages.create(PARAMS),
    calls: [{ ...CREATED, attributes: { 'anthropic.request.max_retries': 7 } }],
  },
  {
    name: 'a client class of the application',
    feature: 'clients',
    run: async ({ sdk, clientOptions, saw }) => {
      class Mine extends sdk.Anthropic {
        protected override async prepareOptions(): Promise<void> {
          saw('prepareOptions');
        }
      }
      const mine = new Mine(clientOptions());
      saw([mine instanceof sdk.Anthropic, mine.constructor.name]);
      return mine.messages.create(PARAMS);
    },
    calls: [CREATED],
  },
  {
    name: 'a client class that overrides makeRequest',
    feature: 'clients',
    run: async ({ sdk, clientOptions, saw }) => {
      // Other instrumentations do this, too.
      class Mine extends sdk.Anthropic {}
      const prototype = Mine.prototype as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
      const inherited = prototype.makeRequest;
      prototype.makeRequest = function (this: unknown, ...args) {
        saw(['makeRequest', args.length]);
        return inherited?.apply(this, args) ?? Promise.reject(new Error('makeRequest is missing'));
      };
      return new Mine(clientOptions()).messages.create(PARAMS);
    },
    calls: [CREATED],
  },
  {
    name: 'what is sent',
    feature: 'clients',
    run: ({ newClient, saw }) => {
      const recording: typeof fetch = (input, init) => {
        const headers = [...new Headers(init?.headers).entries()].filter(([name]) => !VOLATILE.test(name));
        const { method, body, ...rest } = init ?? {};
        saw([new URL(String(input)).pathname, method, body, headers, Object.keys(rest).sort()]);
        return fetch(input, init);
      };
      return newClient({ fetch: recording, defaultHeaders: { 'x-mine': '1' } }).messages.create(PARAMS, {
        headers: { 'x-yours': '2' },
        query: { debug: 'true' },
      });
    },
    calls: [CREATED],
  },
  {
    name: 'fetchOptions and a timeout for this request',
    feature: 'clients',
    run: ({ newClient }) =>
      newClient({ fetchOptions: { redirect: 'manual' } }).messages.create(PARAMS, { timeout: 5000 }),
    calls: [{ ...CREATED, attributes: { 'anthropic.request.timeout': 5 } }],
  },
  {
    name: 'spans made beneath a call are its children',
    feature: 'clients',
    run: ({ newClient, inSpan }) => {
      const traced: typeof fetch = (input, init) => inSpan('beneath', () => fetch(input, init));
      return newClient({ fetch: traced }).messages.create(PARAMS);
    },
    calls: [CREATED],
    beneath: 'beneath',
  },
  {
    name: 'the module as the SDK exports it',
    feature: 'clients',
    run: async ({ sdk, client }) => [
      Object.keys(sdk).sort(),
      sdk.default === sdk.Anthropic,
      Object.getOwnPropertyNames(sdk.Anthropic.prototype).sort(),
      Object.getOwnPropertyNames(Object.getPrototypeOf(sdk.Anthropic.prototype)).sort(),
      Object.keys(client).sort(),
    ],
    calls: [],
  },
  {
    name: 'openTelemetry: false of the client',
    feature: 'clients',
    needs: (client) => 'openTelemetry' in client,
    run: ({ newClient }) => newClient({ openTelemetry: false }).messages.create(PARAMS),
    calls: [CREATED],
  },
  {
    name: 'middleware of the client and of the request',
    feature: 'middleware',
    needs: (client) => 'middleware' in client,
    run: ({ newClient, saw }) => {
      const passing =
        (name: string) =>
        async (request: Request, next: (request: Request) => Promise<Response>): Promise<Response> => {
          saw(`${name} before`);
          const response = await next(request);
          saw([`${name} after`, response.status]);
          return response;
        };
      const client = newClient({ middleware: [passing('client')] } as never);
      return client.messages.create(PARAMS, { middleware: [passing('request')] } as never);
    },
    calls: [CREATED],
  },
  {
    name: 'middleware that sends again by itself',
    feature: 'middleware',
    needs: (client) => 'middleware' in client,
    script: { faults: [{ when: { request: 1 }, response: { status: 503 } }] },
    run: ({ newClient, saw }) => {
      const resending = async (
        request: Request,
        next: (request: Request) => Promise<Response>,
      ): Promise<Response> => {
        const first = await next(request);
        saw(first.status);
        return first.ok ? first : next(request);
      };
      return newClient({ middleware: [resending], maxRetries: 0 } as never).messages.create(PARAMS);
    },
    calls: [{ ...CREATED, attempts: [503, 200] }],
  },
  {
    name: 'middleware that answers without a request',
    feature: 'middleware',
    needs: (client) => 'middleware' in client,
    run: ({ newClient }) => {
      const answering = async (): Promise<Response> =>
        Response.json({
          type: 'message',
          id: 'msg_cached',
          content: [],
          usage: { input_tokens: 1, output_tokens: 2 },
        });
      return newClient({ middleware: [answering] } as never).messages.create(PARAMS);
    },
    calls: [{ method: 'messages.create', attributes: { 'gen_ai.usage.output_tokens': 2 } }],
  },
  {
    name: 'middleware that throws',
    feature: 'middleware',
    needs: (client) => 'middleware' in client,
    run: ({ newClient }) => {
      const throwing = async (): Promise<Response> => {
        throw new RangeError('thrown by a middleware');
      };
      return newClient({ middleware: [throwing], maxRetries: 0 } as never).messages.create(PARAMS);
    },
    calls: [{ method: 'messages.create', failed: true, absent: ['http.response.status_code'] }],
  },
];
