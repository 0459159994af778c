// A call that the API compacted: span, metric and agent have the billed tokens, and the context beside them.
import type Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS } from '../support/telemetry.ts';

const USAGE = {
  input_tokens: 23_000,
  output_tokens: 1_000,
  iterations: [
    { type: 'compaction', input_tokens: 180_000, output_tokens: 3_500 },
    { type: 'message', input_tokens: 23_000, output_tokens: 1_000 },
  ],
};
const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5',
  content: [],
  stop_reason: 'end_turn',
  stop_sequence: null,
};
const EVENTS = [
  {
    type: 'message_start',
    message: { ...MESSAGE, stop_reason: null, usage: { ...USAGE, output_tokens: 1, iterations: null } },
  },
  { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: USAGE },
  { type: 'message_stop' },
];

const fixture = setUp();
let raw: RawServer;
let meter: TestMeter;
beforeAll(async () => {
  meter = startTestMeter(fixture.telemetry.instrumentation);
  raw = await startRawServer();
});
afterAll(async () => {
  await meter.stop();
  await raw[Symbol.asyncDispose]();
});

const drain = async (stream: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of stream);
};
const CALLS: Readonly<Record<string, (messages: Anthropic['messages']) => Promise<unknown>>> = {
  create: (messages) => messages.create(PARAMS),
  'a stream': async (messages) => drain(await messages.create({ ...PARAMS, stream: true })),
  'the helper': (messages) => messages.stream(PARAMS).finalMessage(),
};

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  describe.each(['messages', 'beta.messages'] as const)('%s', (resource) => {
    test.each(Object.entries(CALLS))('%s', async (name, call) => {
      const events = EVENTS.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      const json = {
        headers: { 'content-type': 'application/json' },
        parts: [JSON.stringify({ ...MESSAGE, usage: USAGE })],
      };
      raw.reply(name === 'create' ? json : { parts: events });
      await meter.take();
      fixture.telemetry.takeSpans();
      const client = fixture.client(kind, { baseURL: raw.url });
      await call(resource === 'messages' ? client.messages : (client.beta.messages as never));
      expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
        'gen_ai.usage.input_tokens': 203_000,
        'gen_ai.usage.output_tokens': 4_500,
        'anthropic.usage.context.input_tokens': 23_000,
        'anthropic.usage.context.output_tokens': 1_000,
        'gen_ai.conversation.compacted': true,
      });
      const sums = (await meter.take())('gen_ai.client.token.usage').map(({ sum }) => sum);
      expect(sums).toEqual([203_000, 4_500]);
    });
  });
});
