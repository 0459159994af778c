// Streams that a relay breaks: no event names, no events, or silence until the application gives up.
import Anthropic from '@anthropic-ai/sdk';
import { createChecklist } from '@sevenstep/checklist';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RawReply, type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

const fixture = setUp(() => startTestTelemetry(undefined, { diagnosis: { manyCalls: false } }));
let raw: RawServer;
beforeAll(async () => {
  raw = await startRawServer();
});
afterAll(() => raw[Symbol.asyncDispose]());

const EVENTS = [
  { type: 'message_start', message: { id: 'msg_1', type: 'message', role: 'assistant', content: [] } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } },
  { type: 'message_stop' },
];
const named = EVENTS.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
const unnamed = EVENTS.map((event) => `data: ${JSON.stringify(event)}\n\n`);

/** Streams from a relay in which the SDK finds no event. */
const WITHOUT_EVENTS: readonly (readonly [what: string, parts: RawReply['parts']])[] = [
  ['the `event:` lines left out', unnamed],
  ['the `event:` lines left out, CR LF', [unnamed.join('').replaceAll('\n', '\r\n')]],
  ['other names of the fields', [named.join('').replaceAll('event: ', 'type: ')]],
  ["OpenAI's form", ['data: {"object":"chat.completion.chunk","choices":[]}\n\n', 'data: [DONE]\n\n']],
  ['comments only', [': keep-alive\n\n', ': keep-alive\n\n']],
  ['pings only', ['event: ping\ndata: {"type":"ping"}\n\n']],
  ['nothing', []],
];

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const client = () => fixture.client(kind, { baseURL: raw.url, maxRetries: 0 });
  const ways = {
    create: async () => {
      for await (const _ of await client().messages.create({ ...PARAMS, stream: true }));
    },
    helper: async () => void (await client().messages.stream(PARAMS).finalMessage()),
    beta: async () => {
      for await (const _ of await client().beta.messages.create({ ...PARAMS, stream: true }));
    },
  };

  describe.each(Object.entries(ways))('%s', (_, call) => {
    test.each(WITHOUT_EVENTS)(
      'a stream that ends cleanly without an event is the relay: %s',
      async (__, parts) => {
        raw.reply({ parts });
        await call().catch((error: unknown) => expect(error).toBeInstanceOf(Anthropic.AnthropicError));
        expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
          'anthropic.stream.events': 0,
          'anthropic.diagnosis.id': 'endpoint.stream_without_events',
          'anthropic.diagnosis.step': 2,
          'anthropic.diagnosis.retryable': false,
        });
      },
    );
  });

  test('a stream with names is healthy, and one that ends after some events is cut', async () => {
    raw.reply({ parts: named });
    await ways.create();
    expect(fixture.telemetry.takeTrace().attributes['anthropic.diagnosis.id']).toBeUndefined();
    raw.reply({ parts: named.slice(0, 2) });
    await ways.create();
    expect(fixture.telemetry.takeTrace().attributes['anthropic.diagnosis.id']).toBe(
      'response.stream_incomplete',
    );
  });

  test.each([
    ['before the first event', 0],
    ['after three events', 3],
  ])(
    'silence %s until the deadline is a stall: the fix never says only to wait longer',
    async (__, events) => {
      raw.reply({ parts: [...named.slice(0, events), 10_000] });
      const read = async () => {
        const signal = AbortSignal.timeout(600);
        for await (const _ of await client().messages.create({ ...PARAMS, stream: true }, { signal }));
      };
      await read().catch(() => undefined);
      const { attributes, call } = fixture.telemetry.takeTrace();
      expect(attributes['anthropic.stream.longest_gap']).toBeGreaterThan(0.3);
      expect(attributes['anthropic.diagnosis.id']).toBe('response.stream_timeout');
      expect(attributes['anthropic.diagnosis.fix']).toMatch(/buffering.*alone only waits longer/);
      const durationSeconds = call.duration[0] + call.duration[1] / 1e9;
      const strict = createChecklist({ thresholds: { streamStalledSeconds: 0.3 } });
      const { 'anthropic.diagnosis.id': ___, ...own } = attributes;
      expect(strict.diagnose(own, { durationSeconds })?.also.map(({ id }) => id)).toEqual([
        'response.stream_stalled',
      ]);
    },
  );

  test('a stream that flows until the deadline is not called silent', async () => {
    const slow = Array.from({ length: 100 }, () => [named[2] ?? '', 40]).flat();
    raw.reply({ parts: [...named.slice(0, 2), ...slow] });
    const read = async () => {
      const signal = AbortSignal.timeout(800);
      for await (const _ of await client().messages.create({ ...PARAMS, stream: true }, { signal }));
    };
    await read().catch(() => undefined);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes['anthropic.diagnosis.id']).toBe('response.stream_timeout');
    expect(attributes['anthropic.diagnosis.fix']).toMatch(/^Raise the time of the signal/);
  });

  test('an application that does not read until its deadline did not wait for the stream', async () => {
    raw.reply({ parts: [...named.slice(0, 3), 10_000] });
    const signal = AbortSignal.timeout(700);
    const read = async () => {
      let seen = 0;
      for await (const _ of await client().messages.create({ ...PARAMS, stream: true }, { signal })) {
        seen += 1;
        if (seen === 3) await new Promise((resolve) => setTimeout(resolve, 900));
      }
    };
    await read().catch(() => undefined);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes['anthropic.stream.longest_gap']).toBeLessThan(0.4);
  });
});
