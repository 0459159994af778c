// Responses that are not as the platform makes them, from an application's own `fetch`: each is read as without us, and its span ends.
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, describe, expect, test } from 'vitest';
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
const HEADERS = { 'content-type': 'application/json', 'request-id': 'req_1' };

class Subclass extends Response {}

/** As much of one as the SDK asks for. */
const stub = () => ({
  ok: true,
  status: 200,
  url: '',
  headers: new Headers(HEADERS),
  json: async () => MESSAGE,
  text: async () => JSON.stringify(MESSAGE),
});
const body = JSON.stringify(MESSAGE);
/** As wrappers of `fetch` make it: the platform's methods refuse a `this` that is a proxy. */
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
  // Nothing can be put on it: its span ends with its headers.
  frozen: { make: () => Object.freeze(new Response(body, { headers: HEADERS })) },
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

test('a response has no member more than it had, and is still one', async () => {
  const response = new Response(body, { headers: HEADERS });
  const client = new Anthropic({ apiKey: 'sk-ant-none', openTelemetry: false, fetch: async () => response });
  const got = await client.messages.create(PARAMS).asResponse();
  expect(got).toBe(response);
  expect(got).toBeInstanceOf(Response);
  expect(Reflect.ownKeys(got)).toEqual(Reflect.ownKeys(new Response()));
  const names = (object: object): string[] => {
    const all: string[] = [];
    for (const name in object) all.push(name);
    return all.sort();
  };
  expect(names(got)).toEqual(names(new Response()));
  expect(await got.json()).toEqual(MESSAGE);
  expect(telemetry.takeTrace().attributes['gen_ai.usage.output_tokens']).toBe(2);
});

test.each(['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'formData', 'clone'] as const)(
  'an application may give a response a %s of its own',
  async (name) => {
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
  },
);
