// Without a script the simulator is the healthy API.
import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { API_HEADERS } from '../src/api/headers.ts';
import { clientOf, eventTypes, failure, PARAMS, post, readAll, simulate } from './client.ts';

const TOOL_SCRIPT = {
  faults: [
    { answer: { text: 'Looking.', toolUse: { name: 'get_weather', input: { city: 'Zürich 🌤', days: 3 } } } },
  ],
};

describe('a healthy answer', () => {
  it('is a whole message with usage', async () => {
    const message = await clientOf(await simulate()).messages.create(PARAMS);
    expect(message).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: PARAMS.model,
      content: [{ type: 'text', text: 'Hello from the simulator.' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: {
        input_tokens: 25,
        output_tokens: 12,
        cache_read_input_tokens: 0,
        cache_creation_input_tokens: 0,
        service_tier: 'standard',
      },
    });
    expect(message.id).toMatch(/^msg_[0-9A-Za-z]{24}$/);
    expect(message._request_id).toMatch(/^req_[0-9A-Za-z]{24}$/);
  });

  it('carries the request id, the organization and every rate limit', async () => {
    const { response } = await clientOf(await simulate())
      .messages.create(PARAMS)
      .withResponse();
    for (const name of API_HEADERS) expect(response.headers.get(name), name).toBeTruthy();
    const reset = response.headers.get('anthropic-ratelimit-input-tokens-reset');
    expect(reset).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(response.headers.get('content-type')).toBe('application/json');
  });

  it('streams the API’s events in the API’s order', async () => {
    const simulator = await simulate();
    const response = await post(simulator, { ...PARAMS, stream: true });
    const { bytes } = await readAll(response);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(eventTypes(bytes)).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      ...Array(4).fill('content_block_delta'),
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    await simulator.settled();
    expect(simulator.journal[0]).toMatchObject({
      outcome: 'answered',
      stream: true,
      eventsSent: eventTypes(bytes),
      bytesSent: bytes.length,
    });
  });

  it('is the same message streamed as whole, with placeholder tokens first and totals last', async () => {
    const usage = {
      input_tokens: 7,
      output_tokens: 90,
      cache_read_input_tokens: 2048,
      cache_creation_input_tokens: 512,
    };
    const simulator = await simulate({ faults: [{ answer: { text: ' two  words\n', usage } }] });
    const client = clientOf(simulator);
    const whole = await client.messages.create(PARAMS);
    const stream = client.messages.stream(PARAMS);
    const placeholders: number[] = [];
    stream.on('streamEvent', (event) => {
      if (event.type === 'message_start') placeholders.push(event.message.usage.output_tokens);
    });
    const streamed = await stream.finalMessage();
    expect(placeholders).toEqual([1]);
    expect(streamed.usage).toMatchObject(usage);
    expect(whole.usage).toMatchObject(usage);
    expect(streamed.usage.cache_creation?.ephemeral_5m_input_tokens).toBe(512);
    expect(await stream.finalText()).toBe(' two  words\n');
    expect(whole.content).toMatchObject([{ text: ' two  words\n' }]);
  });

  it('uses a tool, the same streamed as whole', async () => {
    const client = clientOf(await simulate(TOOL_SCRIPT));
    const whole = await client.messages.create(PARAMS);
    const streamed = await client.messages.stream(PARAMS).finalMessage();
    for (const message of [whole, streamed]) {
      expect(message.stop_reason).toBe('tool_use');
      expect(message.content).toMatchObject([
        { type: 'text', text: 'Looking.' },
        { type: 'tool_use', name: 'get_weather', input: { city: 'Zürich 🌤', days: 3 } },
      ]);
    }
  });

  it('streams a tool’s input in several pieces after an empty one', async () => {
    const pieces: string[] = [];
    const stream = await clientOf(await simulate(TOOL_SCRIPT)).messages.create({ ...PARAMS, stream: true });
    for await (const event of stream) {
      if (event.type === 'content_block_delta' && event.delta.type === 'input_json_delta') {
        pieces.push(event.delta.partial_json);
      }
    }
    expect(pieces[0]).toBe('');
    expect(pieces.length).toBeGreaterThan(2);
    expect(JSON.parse(pieces.join(''))).toEqual({ city: 'Zürich 🌤', days: 3 });
  });

  it('has pings as often as asked', async () => {
    const simulator = await simulate({ faults: [{ answer: { pingEvery: 2 } }] });
    const { bytes } = await readAll(await post(simulator, { ...PARAMS, stream: true }));
    expect(eventTypes(bytes).map((type) => (type === 'ping' ? 'ping' : '.'))).toEqual([
      '.',
      '.',
      'ping',
      '.',
      '.',
      'ping',
      '.',
      '.',
      'ping',
      '.',
      '.',
      'ping',
      '.',
    ]);
  });

  it('serves the beta API, counts tokens and lists models', async () => {
    const simulator = await simulate();
    const client = clientOf(simulator);
    const beta = await client.beta.messages.create({ ...PARAMS, betas: ['context-management-2025-06-27'] });
    expect(beta).toMatchObject({ type: 'message', context_management: null });
    expect(await (await post(simulator, PARAMS, {}, '/v1/messages?beta=true')).json()).toHaveProperty(
      'context_management',
    );
    expect(await client.messages.create(PARAMS)).not.toHaveProperty('context_management');
    expect(await client.messages.countTokens({ model: PARAMS.model, messages: PARAMS.messages })).toEqual({
      input_tokens: 25,
    });
    const ids: string[] = [];
    for await (const model of client.models.list()) ids.push(model.id);
    expect(ids).toContain('claude-sonnet-5');
    expect(await client.models.retrieve('claude-sonnet-5')).toMatchObject({
      type: 'model',
      id: 'claude-sonnet-5',
    });
    expect(await failure(client.models.retrieve('gpt-5'))).toBeInstanceOf(Anthropic.NotFoundError);
  });
});
