// A 200 with JSON of another kind than requested is a failed call. Any valid answer of any route is not.
import type Anthropic from '@anthropic-ai/sdk';
import { API_ERROR_TYPES } from '@sevenstep/semantic-conventions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS } from '../support/telemetry.ts';

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

const answer = (value: unknown): void =>
  raw.reply({
    headers: { 'content-type': 'application/json', 'request-id': 'req_1' },
    parts: [JSON.stringify(value)],
  });
const envelope = (type: string, message: string) => ({ type: 'error', error: { type, message } });

const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5',
  content: [],
  stop_reason: 'tool_use',
  usage: { input_tokens: 3, output_tokens: 2 },
};

/** An envelope in a 200, and the diagnosis of the same error with its usual status. */
const ENVELOPES: ReadonlyArray<readonly [type: string, message: string, id: string]> = [
  ['overloaded_error', 'Overloaded', 'service.overloaded'],
  ['api_error', 'Internal server error', 'service.internal'],
  ['authentication_error', 'invalid x-api-key', 'identity.key_invalid'],
  ['not_found_error', 'model: claude-none', 'request.model_not_found'],
  ['rate_limit_error', 'Number of concurrent connections has exceeded your rate limit', 'limits.concurrency'],
  ['invalid_request_error', 'prompt is too long: 208310 tokens > 200000 maximum', 'request.context_window'],
];

/** Objects that are not a message. */
const OBJECTS: Readonly<Record<string, unknown>> = {
  'nothing in it': {},
  'a list': [],
  'an answer of another API': { object: 'chat.completion', choices: [{ message: { content: 'Hi' } }] },
  'an error of a gateway': { error: { message: 'upstream is down', code: 502 } },
  'an error of a gateway as text': { error: 'upstream is down' },
  'a message of a gateway': { message: 'Forbidden' },
  'a message without content': { ...MESSAGE, content: undefined },
};

/** Valid answers of other routes, which have neither content nor a message's type. */
const OTHERS: ReadonlyArray<
  readonly [call: string, answer: unknown, make: (client: Anthropic) => Promise<unknown>]
> = [
  ['count_tokens', { input_tokens: 7 }, (client) => client.messages.countTokens(PARAMS)],
  [
    'models.list',
    { data: [], has_more: false, first_id: null, last_id: null },
    async (client) => client.models.list(),
  ],
  [
    'models.retrieve',
    { id: 'claude-sonnet-5', type: 'model' },
    (client) => client.models.retrieve('claude-sonnet-5'),
  ],
  [
    'batches.create',
    { id: 'msgbatch_1', type: 'message_batch' },
    (client) => client.messages.batches.create({ requests: [] }),
  ],
  [
    'batches.list',
    { data: [{ error: null }], has_more: false },
    async (client) => client.messages.batches.list(),
  ],
  ['files.list', { data: [], has_more: false }, async (client) => client.beta.files.list()],
  ['a path of a gateway', { error: null, ok: true }, (client) => client.get('/health')],
];

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const client = () => fixture.client(kind, { baseURL: raw.url, maxRetries: 0 });
  const create = {
    create: () => client().messages.create(PARAMS),
    'beta.create': () => client().beta.messages.create(PARAMS),
    'asResponse().json()': async () => (await client().messages.create(PARAMS).asResponse()).json(),
    'asResponse().text()': async () => (await client().messages.create(PARAMS).asResponse()).text(),
  };

  describe.each(Object.entries(create))('%s', (_, call) => {
    test.each(ENVELOPES)('an envelope in a 200 counts as the error it is: %s', async (type, message, id) => {
      answer(envelope(type, message));
      await meter.take();
      await call();
      const { attributes, call: span } = fixture.telemetry.takeTrace();
      expect(attributes).toMatchObject({
        'http.response.status_code': 200,
        'error.type': type,
        'anthropic.error.message': message,
        'anthropic.error.body': 'api_error',
        'anthropic.diagnosis.id': id,
      });
      expect(attributes['anthropic.diagnosis.evidence']?.[0]).toBe('status 200');
      expect(span.status.code).toBe(2);
      const { message: description = '' } = span.status;
      expect(description.startsWith(`${id}: `) && description.endsWith(`. ${message}`), description).toBe(
        true,
      );
      const [duration] = (await meter.take())('gen_ai.client.inference.duration');
      expect(duration?.attributes['error.type']).toBe(type);
    });

    test.each(Object.entries(OBJECTS))('%s is no message', async (name, value) => {
      answer(value);
      await call();
      const { attributes } = fixture.telemetry.takeTrace();
      expect(attributes).toMatchObject({
        'error.type': 'malformed_response',
        'anthropic.error.body': 'json',
        'anthropic.diagnosis.id': 'endpoint.malformed_response',
      });
      if (name === 'an error of a gateway')
        expect(attributes['anthropic.error.message']).toBe('upstream is down');
      // It may be the model's answer.
      if (name === 'a message of a gateway') expect(attributes['anthropic.error.message']).toBeUndefined();
    });

    test('a message without a word is an answer', async () => {
      answer(MESSAGE);
      await call();
      expect(fixture.telemetry.takeTrace().attributes['error.type']).toBeUndefined();
    });
  });

  test.each(OTHERS)('%s: its own answer is none, an envelope is', async (_, value, make) => {
    answer(value);
    await make(client());
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes['error.type']).toBeUndefined();
    expect(attributes['anthropic.diagnosis.id']).toBeUndefined();
    answer(envelope('overloaded_error', 'Overloaded'));
    await make(client());
    expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
      'error.type': 'overloaded_error',
      'anthropic.diagnosis.id': 'service.overloaded',
    });
  });

  test.each(API_ERROR_TYPES)(
    'every type of the API has a diagnosis that is no stream error: %s',
    async (type) => {
      answer(envelope(type, 'Some words'));
      await client().messages.create(PARAMS);
      const { attributes } = fixture.telemetry.takeTrace();
      expect(attributes['error.type']).toBe(type);
      expect(attributes['anthropic.diagnosis.id']).not.toMatch(/^(response|unknown|endpoint)\./);
    },
  );
});
