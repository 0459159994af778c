// If the API compacted a call, span, metric and agent have the billed tokens, and separately the context.
import type Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMPTY_MESSAGE } from '../support/empty-message.ts';
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
const EVENTS = [
  {
    type: 'message_start',
    message: { ...EMPTY_MESSAGE, stop_reason: null, usage: { ...USAGE, output_tokens: 1, iterations: null } },
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

/** A compaction among the blocks of a message. It failed if it has no content. */
const compaction = (content: string | null) => ({ type: 'compaction', content, encrypted_content: null });
const answerWith = (content: string | null) => ({
  ...EMPTY_MESSAGE,
  content: [compaction(content), { type: 'text', text: 'Hello.' }],
  usage: { input_tokens: 5, output_tokens: 5 },
});
const streamWith = (content: string | null) => [
  {
    type: 'message_start',
    message: { ...EMPTY_MESSAGE, stop_reason: null, usage: { input_tokens: 5, output_tokens: 1 } },
  },
  { type: 'content_block_start', index: 0, content_block: compaction(null) },
  { type: 'content_block_delta', index: 0, delta: { type: 'compaction_delta', content } },
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 5 },
  },
  { type: 'message_stop' },
];
const asEvents = (events: readonly { readonly type: string }[]): string[] =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
const asJson = (message: object) => ({
  headers: { 'content-type': 'application/json' },
  parts: [JSON.stringify(message)],
});

const drain = async (stream: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of stream);
};
const CALLS: Readonly<Record<string, (messages: Anthropic['messages']) => Promise<unknown>>> = {
  create: (messages) => messages.create(PARAMS),
  'a stream': async (messages) => drain(await messages.create({ ...PARAMS, stream: true })),
  'the helper': (messages) => messages.stream(PARAMS).finalMessage(),
};

describe.each(SPAN_KINDS)('a compaction among the blocks, %s call spans', (kind) => {
  const said = async (call: (client: Anthropic) => Promise<unknown>) => {
    fixture.telemetry.takeSpans();
    await call(fixture.client(kind, { baseURL: raw.url }));
    return fixture.telemetry.takeTrace().attributes['gen_ai.conversation.compacted'];
  };

  test.each([
    ['with content: the conversation was compacted', 'So far: hello.', true],
    ['without content has failed: nothing is said', null, undefined],
  ])('of an answer, %s', async (_, content, expected) => {
    raw.reply(asJson(answerWith(content)));
    expect(await said((client) => client.beta.messages.create(PARAMS))).toBe(expected);
    raw.reply({ parts: asEvents(streamWith(content)) });
    expect(
      await said(async (client) => drain(await client.beta.messages.create({ ...PARAMS, stream: true }))),
    ).toBe(expected);
  });

  test.each([
    ['with the beta that has them', ['compact-2026-01-12'], 'So far: hello.', true],
    ['that failed', ['compact-2026-01-12'], null, undefined],
    ['without it, so that the API refuses them', [], 'So far: hello.', undefined],
  ])('of a request, %s', async (_, betas, content, expected) => {
    raw.reply(asJson({ ...EMPTY_MESSAGE, usage: { input_tokens: 5, output_tokens: 5 } }));
    const messages: Anthropic.Beta.BetaMessageParam[] = [
      { role: 'assistant', content: [{ type: 'compaction', content }] },
      { role: 'user', content: 'Go on' },
    ];
    expect(await said((client) => client.beta.messages.create({ ...PARAMS, messages, betas }))).toBe(
      expected,
    );
  });
});

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  describe.each(['messages', 'beta.messages'] as const)('%s', (resource) => {
    test.each(Object.entries(CALLS))('%s', async (name, call) => {
      raw.reply(name === 'create' ? asJson({ ...EMPTY_MESSAGE, usage: USAGE }) : { parts: asEvents(EVENTS) });
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
      const points = await meter.take();
      const of = (name: string) =>
        points(`gen_ai.client.inference.${name}`).map(({ value, sum }) => sum ?? value);
      const all = ['input', 'output'].flatMap((each) => [
        ...of(`usage.${each}_tokens`),
        ...of(`operation.${each}_tokens`),
      ]);
      expect(all).toEqual([203_000, 203_000, 4_500, 4_500]);
    });
  });
});
