// Each parameter of a request is in its own attribute, and the server attributes name the requested server.
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { isCallSpan, SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();
beforeEach(() => {
  fixture.simulator.load('ok');
  fixture.telemetry.takeSpans();
});

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const client = (options: ClientOptions = {}): Anthropic => fixture.client(kind, options);
  const attributesOf = async (call: Promise<unknown>) => {
    await call;
    return fixture.telemetry.takeTrace().attributes;
  };

  test('a key that is given as a model leaves nowhere', async () => {
    const model = `sk-ant-api03-${'aB3'.repeat(12)}`;
    await expect(client().messages.create({ ...PARAMS, model })).rejects.toThrow('404');
    const spans = fixture.telemetry.takeSpans().filter(isCallSpan);
    const written = spans.map(({ name, attributes }) => ({ name, attributes }));
    expect(written.map(({ name }) => name)).toEqual(['chat sk-[redacted]']);
    expect(JSON.stringify(written)).not.toContain('aB3aB3');
  });

  test('the properties of a body of bytes are not listed', async () => {
    fixture.simulator.load('401');
    const listed = vi.spyOn(Object, 'keys');
    const body = new Uint8Array(1000);
    const headers = { 'content-type': 'application/octet-stream' };
    await expect(client().post('/v1/files', { body, headers })).rejects.toThrow('401');
    const { attributes } = fixture.telemetry.takeTrace();
    const count = listed.mock.calls.filter(([value]) => ArrayBuffer.isView(value)).length;
    listed.mockRestore();
    expect(count).toBe(0);
    expect(attributes).toMatchObject({
      'error.type': 'authentication_error',
      'anthropic.request.size': 1000,
    });
    for (const name of ['shape', 'fingerprint'])
      expect(attributes).not.toHaveProperty([`anthropic.request.${name}`]);
  });

  test('no two parameters have the same value, and each is where it belongs', async () => {
    // The SDK's types lack parameters that the API still accepts for older models.
    const params = {
      model: 'claude-sonnet-5',
      messages: PARAMS.messages,
      max_tokens: 4096,
      temperature: 0.3,
      top_p: 0.7,
      top_k: 11,
      stop_sequences: ['STOP', 'END'],
      service_tier: 'standard_only' as const,
      thinking: { type: 'enabled' as const, budget_tokens: 2048 },
      output_config: { effort: 'low' as const, format: { type: 'json_schema' as const, schema: {} } },
    };
    const options = {
      openTelemetry: { conversationId: 'conversation-7' },
      headers: { 'anthropic-beta': 'one, two' },
    };
    const attributes = await attributesOf(client().messages.create(params, options));
    expect(attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-5',
      'gen_ai.request.max_tokens': 4096,
      'gen_ai.request.temperature': 0.3,
      'gen_ai.request.top_p': 0.7,
      'gen_ai.request.top_k': 11,
      'gen_ai.request.stop_sequences': ['STOP', 'END'],
      'gen_ai.request.reasoning.level': 'low',
      'gen_ai.output.type': 'json',
      'gen_ai.conversation.id': 'conversation-7',
      'anthropic.request.service_tier': 'standard_only',
      'anthropic.thinking.type': 'enabled',
      'anthropic.thinking.budget_tokens': 2048,
      'anthropic.beta': ['one', 'two'],
      'http.request.method': 'POST',
      'url.template': '/v1/messages',
      'anthropic.sdk.method': 'messages.create',
    });
  });

  test('a request that says nothing of them has none of them', async () => {
    const attributes = await attributesOf(client().messages.create(PARAMS));
    const names = Object.keys(attributes).filter((name) =>
      /^gen_ai\.(request|output|conversation)\.|^anthropic\.(thinking|beta|request\.service)/.test(name),
    );
    expect(names.sort()).toEqual(['gen_ai.request.max_tokens', 'gen_ai.request.model']);
  });

  test('betas of the client are told where the request names none, and the request’s where it does', async () => {
    const defaultHeaders = { 'anthropic-beta': 'of-the-client' };
    const of = client({ defaultHeaders });
    expect((await attributesOf(of.messages.create(PARAMS)))['anthropic.beta']).toEqual(['of-the-client']);
    for (const headers of [
      { 'anthropic-beta': 'of-the-request' },
      new Headers({ 'anthropic-beta': 'of-the-request' }),
    ]) {
      const own = of.messages.create(PARAMS, { headers });
      expect((await attributesOf(own))['anthropic.beta']).toEqual(['of-the-request']);
    }
  });

  test('betas of a call that the application makes by its path', async () => {
    const headers = new Headers({ 'anthropic-beta': 'one, two' });
    const call = client().post('/v1/messages', { body: PARAMS, headers });
    expect((await attributesOf(call))['anthropic.beta']).toEqual(['one', 'two']);
  });

  test('the retries that a call allows are its own, else the client’s', async () => {
    fixture.simulator.load('400');
    const of = client({ maxRetries: 5 });
    const allowed = async (options: { maxRetries?: number }) =>
      (await attributesOf(of.messages.create(PARAMS, options).catch(() => undefined)))[
        'anthropic.request.max_retries'
      ];
    expect([await allowed({}), await allowed({ maxRetries: 0 }), await allowed({ maxRetries: 3 })]).toEqual([
      5, 0, 3,
    ]);
  });

  test('the output format of the beta before it had its place', async () => {
    const format = { output_format: { type: 'json_schema', schema: {} } };
    const call = client().beta.messages.create({ ...PARAMS, ...format } as typeof PARAMS);
    expect(await attributesOf(call)).toMatchObject({
      'gen_ai.output.type': 'json',
      'anthropic.sdk.method': 'beta.messages.create',
    });
  });

  test.each([
    ['https://api.anthropic.com', 'api.anthropic.com', 443],
    ['http://gateway.internal', 'gateway.internal', 80],
    ['https://gateway.internal:8443/anthropic', 'gateway.internal', 8443],
    ['http://[::1]:9999', '::1', 9999],
  ])('%s', async (baseURL, address, port) => {
    // These servers do not exist, so `fetch` returns an answer itself.
    const answering: typeof fetch = async () =>
      Response.json({
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        content: [],
        stop_reason: 'end_turn',
      });
    const attributes = await attributesOf(client({ baseURL, fetch: answering }).messages.create(PARAMS));
    expect(attributes).toMatchObject({
      'server.address': address,
      'server.port': port,
      'url.full': `${baseURL}/v1/messages`,
    });
  });
});
