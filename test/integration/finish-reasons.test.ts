// How a message ended: the API's reason, `error` if a reason was due and never came, and nothing if none was due.
import type Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RawReply, type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();
let raw: RawServer;
beforeAll(async () => {
  raw = await startRawServer();
});
afterAll(() => raw[Symbol.asyncDispose]());

type Call = (client: Anthropic) => Promise<unknown>;

const read = async (stream: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of stream);
};
const STREAM = { ...PARAMS, stream: true } as const;
const create: Call = (client) => client.messages.create(PARAMS);
const streamed: Call = async (client) => read(await client.messages.create(STREAM));
const aborted: Call = async (client) => {
  const controller = new AbortController();
  for await (const { type } of await client.messages.create(STREAM, { signal: controller.signal }))
    if (type === 'content_block_delta') controller.abort();
};
const timedOut: Call = async (client) =>
  read(await client.messages.create(STREAM, { signal: AbortSignal.timeout(1_500) }));

const BROKE_OFF: Readonly<Record<string, readonly [script: string, outcome: string, call: Call]>> = {
  'a socket that was cut': ['cut after 3 deltas', 'interrupted', streamed],
  'a clean end before the last event': ['end after 3 deltas', 'incomplete', streamed],
  'an error event': ['error after 3 events', 'error_event', streamed],
  'an error event in place of a message': ['error after 0 events', 'error_event', streamed],
  'an event that is no JSON': ['garbage after 3 deltas', 'malformed', streamed],
  "the application's abort": ['stall 20s after 3 deltas', 'aborted', aborted],
  "the application's deadline": ['stall 20s after 3 deltas', 'timeout', timedOut],
  'a loop that was left': [
    'ok',
    'abandoned',
    async (client) => {
      for await (const { type } of await client.messages.create(STREAM))
        if (type === 'content_block_delta') break;
    },
  ],
};

const MESSAGE = JSON.stringify({ id: 'msg_1', type: 'message', role: 'assistant', content: [] });
const JSON_HEADERS = { 'content-type': 'application/json', 'content-length': '1000' };

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  /** The span's attributes, whether the call fails or not. */
  async function said(call: Call, baseURL?: string) {
    fixture.telemetry.takeSpans();
    await call(fixture.client(kind, { maxRetries: 0, ...(baseURL && { baseURL }) })).catch(() => undefined);
    return fixture.telemetry.takeTrace().attributes;
  }

  test.each(Object.entries(BROKE_OFF))(
    'of a stream ended by %s: error',
    async (_, [script, outcome, call]) => {
      fixture.simulator.load(script);
      const attributes = await said(call);
      expect(attributes).toMatchObject({
        'anthropic.stream.outcome': outcome,
        'gen_ai.response.finish_reasons': ['error'],
      });
      expect(attributes).not.toHaveProperty('anthropic.message.stop_reason');
    },
  );

  test.each<[string, RawReply, Call]>([
    ['breaks off', { headers: JSON_HEADERS, parts: [MESSAGE.slice(0, 20)], cut: true }, create],
    [
      'never ends, so that the application gives up',
      { headers: JSON_HEADERS, parts: [MESSAGE.slice(0, 20), 2_000] },
      (client) => {
        const controller = new AbortController();
        // After the headers.
        const fetching: typeof fetch = async (...request) => {
          const response = await fetch(...request);
          setTimeout(() => controller.abort(), 10);
          return response;
        };
        return client.withOptions({ fetch: fetching }).messages.create(PARAMS, { signal: controller.signal });
      },
    ],
  ])('of a message whose body %s: error', async (_, reply, call) => {
    raw.reply(reply);
    expect((await said(call, raw.url))['gen_ai.response.finish_reasons']).toEqual(['error']);
  });

  test('of a stream that was left after its reason had come: the reason', async () => {
    fixture.simulator.load('ok');
    const attributes = await said(async (client) => {
      for await (const { type } of await client.messages.create(STREAM)) if (type === 'message_delta') break;
    });
    expect(attributes['gen_ai.response.finish_reasons']).toEqual(['end_turn']);
  });

  test.each<[string, string, Call]>([
    ['a refusal', '400', create],
    ['an overload', '529', streamed],
    ['a broken connection', 'reset', create],
    ['a page in place of a message', 'html', create],
    ['a page in place of a stream', 'html', streamed],
    [
      'a count of tokens',
      'ok',
      ({ messages: { countTokens }, messages }) => countTokens.call(messages, PARAMS),
    ],
    ['a list of models', 'ok', (client) => client.models.list()],
  ])('of %s: none, for none was due', async (_, script, call) => {
    fixture.simulator.load(script === 'html' ? { faults: [HTML] } : script);
    expect(await said(call)).not.toHaveProperty('gen_ai.response.finish_reasons');
  });
});

const HTML = { response: { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' } };
