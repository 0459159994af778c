// Metrics distinguish calls by server, model, answering model and failure, in any order.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';

const fixture = setUp();
let servers: readonly RawServer[];
let meter: TestMeter;
beforeAll(async () => {
  servers = await Promise.all([startRawServer(), startRawServer()]);
  meter = startTestMeter(fixture.telemetry.instrumentation);
});
afterAll(async () => {
  await meter.stop();
  for (const server of servers) await server[Symbol.asyncDispose]();
});
beforeEach(() => void meter.take());

const answer = (model: string) => ({
  headers: { 'content-type': 'application/json', 'request-id': 'req_1' },
  parts: [
    JSON.stringify({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model,
      content: [{ type: 'text', text: 'a' }],
      stop_reason: 'end_turn',
      usage: {
        input_tokens: 10,
        output_tokens: 1,
        cache_read_input_tokens: 100,
        cache_creation_input_tokens: 1000,
      },
    }),
  ],
});

test('calls to two servers, of two models, with two answers', async () => {
  const calls = [
    [0, 'a', 'a-1'],
    [1, 'a', 'a-1'],
    [0, 'a', 'a-2'],
    [0, 'b', 'b-1'],
    [0, 'a', 'a-1'],
    [1, 'a', 'a-1'],
  ] as const;
  for (const [index, model, answering] of calls) {
    const server = servers[index] as RawServer;
    server.reply(answer(answering));
    await fixture.client('owned', { baseURL: server.url }).messages.create({ ...PARAMS, model });
  }
  const ports = servers.map(({ url }) => Number(new URL(url).port));
  const points = await meter.take();
  const seen = (name: string) =>
    Object.fromEntries(
      points(name).map(({ attributes, value }) => [
        [
          ports.indexOf(attributes['server.port'] as number),
          attributes['gen_ai.request.model'],
          attributes['gen_ai.response.model'],
        ].join(' '),
        value,
      ]),
    );
  const counts = { '0 a a-1': 2, '1 a a-1': 2, '0 a a-2': 1, '0 b b-1': 1 };
  expect(seen('gen_ai.client.inference.duration')).toEqual(counts);
  expect(seen('gen_ai.client.inference.operation.input_tokens')).toEqual(counts);
  const times = (tokens: number) =>
    Object.fromEntries(Object.entries(counts).map(([series, count]) => [series, count * tokens]));
  const usage = (name: string) => seen(`gen_ai.client.inference.usage.${name}`);
  expect(usage('input_tokens')).toEqual(times(1110));
  expect(usage('output_tokens')).toEqual(times(1));
  expect(usage('cache_read.input_tokens')).toEqual(times(100));
  expect(usage('cache_write.input_tokens')).toEqual(times(1000));
  const attempts = points('anthropic.client.attempts').map(({ attributes, value }) => [
    attributes['gen_ai.request.model'],
    value,
  ]);
  expect(attempts.toSorted()).toEqual([
    ['a', 5],
    ['b', 1],
  ]);
});

test('attempts of each outcome, status and reason, and the wait behind those that were sent again', async () => {
  const call = async (script: string, maxRetries: number) => {
    fixture.simulator.load(script);
    await fixture
      .client('owned', { maxRetries })
      .messages.create(PARAMS)
      .catch(() => undefined);
  };
  await call('1: 529 retry-after-ms=1; 2: 429 retry-after-ms=1; 3: ok', 2);
  await call('529', 0);
  await call('400', 0);
  await call('reset', 0);
  const points = await meter.take();
  const seen = (name: string) =>
    points(name)
      .map(({ attributes, value }) => [
        attributes['anthropic.attempt.outcome'],
        attributes['http.response.status_code'],
        attributes['error.type'],
        value,
      ])
      .toSorted();
  expect(seen('anthropic.client.attempts')).toEqual([
    ['connection', undefined, 'ECONNRESET', 1],
    ['overloaded', 529, '529', 2],
    ['rate_limit', 429, '429', 1],
    ['rejected', 400, '400', 1],
    ['success', 200, undefined, 1],
  ]);
  expect(seen('anthropic.client.retry.delay')).toEqual([
    ['overloaded', 529, undefined, 1],
    ['rate_limit', 429, undefined, 1],
  ]);
  const types = points('gen_ai.client.inference.duration').map(({ attributes, value }) => [
    attributes['error.type'],
    value,
  ]);
  expect(types.toSorted()).toEqual([
    [undefined, 1],
    ['connection_error', 1],
    ['invalid_request_error', 1],
    ['overloaded_error', 1],
  ]);
});

test('streams by how they ended', async () => {
  const read = async (script: string, leave = false) => {
    fixture.simulator.load(script);
    const reading = async () => {
      for await (const _ of await fixture.client('owned').messages.create({ ...PARAMS, stream: true }))
        if (leave) break;
    };
    await reading().catch(() => undefined);
  };
  await read('ok');
  await read('ok');
  await read('ok', true);
  await read('cut after 3 deltas');
  const points = await meter.take();
  const outcomes = points('anthropic.client.stream.outcomes').map(({ attributes, value }) => [
    attributes['anthropic.stream.outcome'],
    attributes['gen_ai.request.model'],
    value,
  ]);
  expect(outcomes.toSorted()).toEqual([
    ['abandoned', PARAMS.model, 1],
    ['completed', PARAMS.model, 2],
    ['interrupted', PARAMS.model, 1],
  ]);
});
