// JSON in place of a stream: an error with status 200 is diagnosed as that error, however the application reads it.
import type Anthropic from '@anthropic-ai/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

const OVERLOADED = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
const MESSAGE = { id: 'msg_1', type: 'message', role: 'assistant', content: [], model: PARAMS.model };
const json = (body: unknown) => ({
  faults: [
    {
      response: {
        status: 200,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      },
    },
  ],
});
const EVENTS = [
  { type: 'message_start', message: { ...MESSAGE, usage: { input_tokens: 3, output_tokens: 1 } } },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
]
  .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  .join('');
const STREAM = { ...PARAMS, stream: true } as const;

const READINGS: Readonly<Record<string, (client: Anthropic) => Promise<unknown>>> = {
  'a loop': async (client) => {
    const types: string[] = [];
    for await (const { type } of await client.messages.create(STREAM)) types.push(type);
    return types;
  },
  'the stream helper': (client) => client.messages.stream(PARAMS).finalMessage().catch(String),
  'asResponse() and text()': async (client) => (await client.messages.create(STREAM).asResponse()).text(),
};

describe.each([true, false])('the SDK is patched: %s', (patch) => {
  const fixture = setUp(() => startTestTelemetry({}, { patch }));
  const middleware = () => (patch ? [] : [fixture.telemetry.instrumentation.middleware()]);
  beforeAll(() => {
    // Patches of other instrumentations on the same SDK are turned off.
    if (patch) return;
    fixture.telemetry.instrumentation.disable();
    fixture.telemetry.instrumentation.enable();
  });

  describe.each(SPAN_KINDS)('%s call spans', (kind) => {
    const reading = async (how: string, body: unknown) => {
      fixture.simulator.load(json(body));
      fixture.telemetry.takeSpans();
      const seen = await READINGS[how]?.(fixture.client(kind, { maxRetries: 0, middleware: middleware() }));
      return { seen, ...fixture.telemetry.takeTrace() };
    };

    test.each(Object.keys(READINGS))('events that a server calls JSON, by %s', async (how) => {
      const { attributes } = await reading(how, EVENTS);
      expect(attributes).toMatchObject({
        'gen_ai.usage.output_tokens': 2,
        'gen_ai.response.id': 'msg_1',
        'anthropic.stream.outcome': 'completed',
      });
      expect(attributes).not.toHaveProperty('error.type');
    });

    test.each(Object.keys(READINGS))('an error, by %s', async (how) => {
      const { attributes } = await reading(how, OVERLOADED);
      expect(attributes).toMatchObject({
        'http.response.status_code': 200,
        'error.type': 'overloaded_error',
        'anthropic.error.message': 'Overloaded',
        'anthropic.error.body': 'api_error',
        'anthropic.diagnosis.id': 'service.overloaded',
      });
    });

    test.each(Object.keys(READINGS))('a message that is no stream, by %s', async (how) => {
      const { attributes } = await reading(how, MESSAGE);
      expect(attributes).toMatchObject({
        'error.type': 'malformed_response',
        'anthropic.error.body': 'json',
        'anthropic.diagnosis.id': 'endpoint.malformed_response',
      });
    });

    test('JSON that is cut off', async () => {
      const { attributes } = await reading('a loop', JSON.stringify(OVERLOADED).slice(0, -4));
      expect(attributes['error.type']).toBe('malformed_response');
    });

    test('the application reads what it reads without us', async () => {
      const { instrumentation } = fixture.telemetry;
      for (const how of Object.keys(READINGS)) {
        const { seen } = await reading(how, OVERLOADED);
        instrumentation.disable();
        const bare = await READINGS[how]?.(fixture.client('owned', { maxRetries: 0 }));
        instrumentation.enable();
        expect(seen).toEqual(bare);
      }
    });
  });
});
