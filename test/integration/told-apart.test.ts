// Calls that differ in one attribute are measured separately in any order, and equal calls share one series.
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions, Middleware } from '@anthropic-ai/sdk';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { METRICS } from '@sevenstep/semantic-conventions';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS, type SpanKind, startTestTelemetry } from '../support/telemetry.ts';

const fixture = setUp(() => startTestTelemetry({ attemptSpans: 'always' }));
let other: Simulator;
let meter: TestMeter;
beforeAll(async () => {
  other = await startSimulator();
  meter = startTestMeter(fixture.telemetry.instrumentation);
});
afterAll(async () => {
  await meter.stop();
  await other.close();
});
beforeEach(async () => {
  for (const simulator of [fixture.simulator, other]) simulator.load('ok');
  await meter.take();
});

/** The part of a call that differs from others. */
interface Call {
  readonly script?: string;
  readonly client?: (kind: SpanKind) => Anthropic | AnthropicBedrock;
  readonly params?: Partial<typeof PARAMS>;
  readonly legacy?: boolean;
}

interface Difference {
  /** The attribute, and its value on each side. A port is known only after the servers start. */
  readonly attribute: string;
  readonly values: () => readonly [unknown, unknown];
  readonly calls: readonly [Call, Call];
}

const client = (kind: SpanKind, options: ClientOptions = {}): Anthropic =>
  fixture.client(kind, { maxRetries: 0, ...options });
const bedrock = (kind: SpanKind): AnthropicBedrock =>
  new AnthropicBedrock({
    baseURL: fixture.simulator.url,
    awsRegion: 'us-east-1',
    skipAuth: true,
    maxRetries: 0,
    openTelemetry: { traces: kind === 'adopted' },
    logLevel: 'off',
  });
const portOf = ({ url }: Simulator): number => Number(new URL(url).port);

const DIFFERENCES: Readonly<Record<string, Difference>> = {
  'the port of the server': {
    attribute: 'server.port',
    values: () => [portOf(fixture.simulator), portOf(other)],
    calls: [{}, { client: (kind) => client(kind, { baseURL: other.url }) }],
  },
  'the address of the server': {
    attribute: 'server.address',
    values: () => ['127.0.0.1', 'localhost'],
    calls: [
      {},
      {
        client: (kind) => client(kind, { baseURL: fixture.simulator.url.replace('127.0.0.1', 'localhost') }),
      },
    ],
  },
  'the provider': {
    attribute: 'gen_ai.provider.name',
    values: () => ['anthropic', 'aws.bedrock'],
    calls: [{ script: '400' }, { script: '400', client: bedrock }],
  },
  'the operation': {
    attribute: 'gen_ai.operation.name',
    values: () => ['chat', 'text_completion'],
    calls: [{ script: '400' }, { script: '400', legacy: true }],
  },
  'the model that is asked for': {
    attribute: 'gen_ai.request.model',
    values: () => ['claude-sonnet-5', 'claude-opus-4-8'],
    calls: [{ script: '400' }, { script: '400', params: { model: 'claude-opus-4-8' } }],
  },
  'the model that answers': {
    attribute: 'gen_ai.response.model',
    values: () => ['claude-sonnet-5', undefined],
    calls: [{}, { script: '400' }],
  },
  'the error': {
    attribute: 'error.type',
    values: () => ['invalid_request_error', 'not_found_error'],
    calls: [{ script: '400' }, { script: '404' }],
  },
};

async function make(kind: SpanKind, { script, client: makeClient, params, legacy }: Call): Promise<void> {
  if (script !== undefined) fixture.simulator.load(script);
  const of = (makeClient ?? client)(kind) as Anthropic;
  const call = legacy
    ? of.post('/v1/complete', { body: { model: PARAMS.model, prompt: 'Hello' } })
    : of.messages.create({ ...PARAMS, ...params });
  await call.catch(() => undefined);
  fixture.simulator.load('ok');
}

/** Makes streams, whose metrics have the same attributes. */
async function stream(kind: SpanKind, { client: makeClient, params }: Call): Promise<void> {
  const of = (makeClient ?? client)(kind) as Anthropic;
  for await (const _ of await of.messages.create({ ...PARAMS, ...params, stream: true }));
}

const OF_THE_CALL = METRICS['gen_ai.client.inference.duration'].attributes;

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each(Object.entries(DIFFERENCES))('%s', async (_, { attribute, values, calls: [one, two] }) => {
    for (const call of [one, two, one, two, two]) await make(kind, call);
    const points = (await meter.take())('gen_ai.client.inference.duration');
    const [first, second] = values();
    expect(points.map(({ attributes, value }) => [attributes[attribute], value])).toEqual([
      [first, 2],
      [second, 3],
    ]);
    for (const { attributes } of points)
      expect(OF_THE_CALL).toEqual(expect.arrayContaining(Object.keys(attributes)));
  });

  test.each([
    'gen_ai.client.inference.operation.input_tokens',
    'gen_ai.client.inference.usage.output_tokens',
    'gen_ai.client.inference.time_to_first_chunk',
    'gen_ai.client.inference.time_per_output_chunk',
  ] as const)('the port of the server, on %s', async (name) => {
    const elsewhere: Call = { client: (of) => client(of, { baseURL: other.url }) };
    for (const call of [{}, elsewhere, {}, elsewhere]) await stream(kind, call);
    const points = (await meter.take())(name);
    const ports = points.map(({ attributes }) => attributes['server.port']);
    expect(new Set(ports)).toEqual(new Set([portOf(fixture.simulator), portOf(other)]));
    expect(new Set(points.map(({ value }) => value)).size).toBe(1);
  });

  test('a server that a middleware turns to is the server of the span and of the metrics', async () => {
    const elsewhere: Middleware = (request, next) =>
      next({ ...request, url: request.url.replace(fixture.simulator.url, other.url) });
    fixture.telemetry.takeSpans();
    await make(kind, { client: (of) => client(of, { middleware: [elsewhere] }) });
    expect(other.journal).toHaveLength(1);
    expect(fixture.telemetry.takeTrace().attributes['server.port']).toBe(portOf(other));
    const points = (await meter.take())('gen_ai.client.inference.duration');
    expect(points.map(({ attributes }) => attributes['server.port'])).toEqual([portOf(other)]);
  });

  test('a retry that a middleware sends elsewhere: the call is of the first server, each attempt of its own', async () => {
    fixture.telemetry.takeSpans();
    fixture.simulator.load('529 retry-after-ms=1');
    let requests = 0;
    const failover: Middleware = (request, next) => {
      requests += 1;
      return next(
        requests === 1 ? request : { ...request, url: request.url.replace(fixture.simulator.url, other.url) },
      );
    };
    await client(kind, { maxRetries: 1, middleware: [failover] }).messages.create(PARAMS);
    const { attributes, attempts } = fixture.telemetry.takeTrace();
    const [first, second] = [fixture.simulator, other].map((server) => ({
      'url.full': `${server.url}/v1/messages`,
      'server.port': portOf(server),
    }));
    expect(attributes).toMatchObject({ ...first, 'http.request.resend_count': 1 });
    expect(attempts.map((attempt) => attempt.attributes)).toMatchObject([first, second]);
  });

  test('a redirect: the URL is where it led, the server is the one that was asked', async () => {
    fixture.telemetry.takeSpans();
    const led = `${other.url}/v1/messages`;
    // `fetch` sends no key to another server, which rejects the call.
    await make(kind, { script: `307 location=${led}` });
    const { attributes, attempts } = fixture.telemetry.takeTrace();
    const expected = { 'url.full': led, 'server.port': portOf(fixture.simulator) };
    expect(attributes).toMatchObject(expected);
    expect(attempts.map((attempt) => attempt.attributes)).toMatchObject([expected]);
  });

  test('input and output are apart, and are sums of what the answers say', async () => {
    for (let count = 0; count < 3; count += 1) await make(kind, {});
    const points = await meter.take();
    const of = (name: string) =>
      points(`gen_ai.client.inference.${name}`).map(({ value, sum }) => [value, sum]);
    expect(of('operation.input_tokens')).toEqual([[3, 75]]);
    expect(of('operation.output_tokens')).toEqual([[3, 36]]);
    expect(of('usage.input_tokens')).toEqual([[75, undefined]]);
    expect(of('usage.output_tokens')).toEqual([[36, undefined]]);
  });

  test('attempts by model, outcome, status and error', async () => {
    await client(kind).models.list();
    for (const params of [{}, { model: 'claude-opus-4-8' }, {}])
      for (const script of ['ok', '529', '500', '500 !request-id', 'reset'])
        await make(kind, { script, params });
    const points = (await meter.take())('anthropic.client.attempts');
    const said = points.map(({ attributes, value }) => [
      attributes['gen_ai.request.model'],
      attributes['anthropic.attempt.outcome'],
      attributes['http.response.status_code'],
      attributes['error.type'],
      value,
    ]);
    const ways = [
      ['success', 200, undefined],
      ['overloaded', 529, '529'],
      ['server', 500, '500'],
      ['gateway', 500, '500'],
      ['connection', undefined, 'ECONNRESET'],
    ];
    expect(said).toEqual([
      [undefined, 'success', 200, undefined, 1],
      ...ways.map((way) => ['claude-sonnet-5', ...way, 2]),
      ...ways.map((way) => ['claude-opus-4-8', ...way, 1]),
    ]);
  });

  test('the ends of streams by model', async () => {
    for (const params of [{}, { model: 'claude-opus-4-8' }, {}]) {
      await stream(kind, { params });
      fixture.simulator.load('end after 3 deltas');
      await stream(kind, { params });
      fixture.simulator.load('ok');
    }
    const points = (await meter.take())('anthropic.client.stream.outcomes');
    expect(
      points.map(({ attributes, value }) => [
        attributes['gen_ai.request.model'],
        attributes['anthropic.stream.outcome'],
        value,
      ]),
    ).toEqual([
      ['claude-sonnet-5', 'completed', 2],
      ['claude-sonnet-5', 'incomplete', 2],
      ['claude-opus-4-8', 'completed', 1],
      ['claude-opus-4-8', 'incomplete', 1],
    ]);
  });
});
