// Spans from the SDK and spans from us have the same keys and values, for every call.
import type Anthropic from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { Script } from '@sevenstep/anthropic-simulator';
import { describe, expect, test } from 'vitest';
import { typeOf } from '../support/attribute-types.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS, type SpanKind } from '../support/telemetry.ts';

const fixture = setUp();

const RICH = {
  ...PARAMS,
  max_tokens: 2048,
  service_tier: 'auto',
  stop_sequences: ['STOP'],
  thinking: { type: 'enabled', budget_tokens: 1024 },
  output_config: { effort: 'high' },
} satisfies Anthropic.MessageCreateParamsNonStreaming;
const OPTIONS = {
  openTelemetry: { conversationId: 'conversation-1' },
  headers: { 'anthropic-beta': 'one-beta, two-beta' },
};
const drain = async (items: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of items);
};

const weather = (run: () => string) =>
  betaTool({
    name: 'get_weather',
    description: 'Tells the weather',
    inputSchema: { type: 'object', properties: { city: { type: 'string' } } },
    run,
  });
const TOOL_USE: Script = {
  faults: [{ when: { request: 1 }, answer: { toolUse: { name: 'get_weather', input: { city: 'Oslo' } } } }],
};

interface Kind {
  readonly script?: string | Script;
  readonly make: (client: Anthropic) => Promise<unknown>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  create: { make: (client) => client.messages.create(RICH, OPTIONS) },
  'beta create': { make: (client) => client.beta.messages.create({ ...RICH, betas: ['one-beta'] }, OPTIONS) },
  'a stream': {
    make: async (client) => drain(await client.messages.create({ ...RICH, stream: true }, OPTIONS)),
  },
  'the stream helper': { make: (client) => client.messages.stream(RICH, OPTIONS).finalMessage() },
  'the beta stream helper': { make: (client) => client.beta.messages.stream(RICH, OPTIONS).finalMessage() },
  'a failure': { script: '400', make: (client) => client.messages.create(RICH, OPTIONS) },
  'a retry': {
    script: '1: 529 retry-after-ms=1; 2: ok',
    make: (client) => client.messages.create(RICH, OPTIONS),
  },
  'a stream that is cut': {
    script: 'cut after 3 deltas',
    make: (client) => client.messages.stream(RICH, OPTIONS).finalMessage(),
  },
  count_tokens: { make: (client) => client.messages.countTokens(PARAMS, OPTIONS) },
};

/**
 * Attributes that only the SDK writes, on its own span. In the HTTP conventions, spans of clients have `url.template` and
 * `url.full` in their place.
 */
const OF_THE_SDK = ['http.route', 'url.path', 'url.scheme'];

/** Healthy streams have these only from 0.1 s on, which a busy machine sometimes reaches. */
const OF_TIME = new Set(['anthropic.stream.longest_gap', 'anthropic.stream.consumer_wait']);

/** Times differ between two calls, even if one happens to be a whole number. */
const isTime = (key: string, value: unknown): boolean =>
  typeof value === 'number' && (!Number.isInteger(value) || typeOf(key) === 'double');

/** The keys of each span, by name and order. */
const keysOf = (spans: readonly ReadableSpan[]) =>
  [...spans]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, kind, status, attributes }) => ({
      name,
      kind,
      // The SDK sets OK on its agents and tools, which the conventions leave unset.
      status: status.code === SpanStatusCode.ERROR ? 'ERROR' : 'no error',
      attributes: Object.fromEntries(
        Object.entries(attributes)
          .filter(
            ([key]) =>
              !OF_TIME.has(key) &&
              !OF_THE_SDK.includes(key) &&
              !key.startsWith('anthropic.diagnosis.') &&
              key !== 'anthropic.request.fingerprint',
          )
          .map(([key, value]) => [key, isTime(key, value) ? 'a number' : value])
          .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
      ),
    }));

async function seen(kind: SpanKind, { script = 'ok', make }: Kind) {
  fixture.telemetry.takeSpans();
  fixture.simulator.load(script);
  await make(fixture.client(kind)).catch(() => undefined);
  return keysOf(fixture.telemetry.takeSpans());
}

describe('owned and adopted spans have the same keys and values', () => {
  test.each(Object.entries(KINDS))('%s', async (_, one) => {
    const [adopted, owned] = [await seen('adopted', one), await seen('owned', one)];
    expect(owned.length).toBeGreaterThan(0);
    expect(owned).toEqual(adopted);
  });

  test.each(SPAN_KINDS)(
    'the path is a template of a client, and http.route is on the span of the SDK alone: %s',
    async (kind) => {
      fixture.simulator.load('1: 529 retry-after-ms=1; 2: ok');
      await fixture.client(kind).messages.create(PARAMS);
      const { call, attempts } = fixture.telemetry.takeTrace();
      expect(call.attributes['url.template']).toBe('/v1/messages');
      expect(OF_THE_SDK.filter((name) => name in call.attributes)).toEqual(
        kind === 'owned' ? [] : OF_THE_SDK,
      );
      expect(attempts.map(({ name, attributes }) => [name, attributes['url.template']])).toEqual(
        Array(2).fill(['POST /v1/messages', '/v1/messages']),
      );
      for (const { attributes } of attempts)
        expect(OF_THE_SDK.filter((name) => name in attributes)).toEqual([]);
    },
  );

  /** The conventions ask for these on an agent's span. The SDK's own agent span lacks them, and we do not change it. */
  const OF_OUR_AGENT = [
    'gen_ai.response.finish_reasons',
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.output_tokens',
  ];

  test.each([
    ['an agent with a tool', () => 'rain'],
    [
      'an agent whose tool fails',
      () => {
        throw new Error('no weather');
      },
    ],
  ])('%s', async (_, run) => {
    const one: Kind = {
      script: TOOL_USE,
      make: async (client) =>
        client.beta.messages
          .toolRunner(
            {
              ...PARAMS,
              tools: [weather(run)],
              output_config: { format: { type: 'json_schema', schema: {} } },
            },
            OPTIONS,
          )
          .runUntilDone(),
    };
    /** Sorts spans by what they do, because their names differ. */
    const byOperation = (spans: Awaited<ReturnType<typeof seen>>) => {
      const found = spans.map(({ attributes, kind, status }) => ({ attributes, kind, status }));
      const operation = ({ attributes }: (typeof found)[number]) =>
        String(attributes['gen_ai.operation.name']);
      return found.sort((a, b) => operation(a).localeCompare(operation(b)));
    };
    const [adopted, owned] = [byOperation(await seen('adopted', one)), byOperation(await seen('owned', one))];
    expect(owned.map(({ attributes }) => attributes['gen_ai.operation.name'])).toEqual([
      'chat',
      'chat',
      'execute_tool',
      'invoke_agent',
    ]);
    const agent = owned.at(-1)?.attributes ?? {};
    for (const name of OF_OUR_AGENT) {
      expect(agent[name]).toBeDefined();
      delete agent[name];
    }
    // Each request has a different tool use.
    const ids = (spans: typeof owned) =>
      spans.map((span) => ({
        ...span,
        attributes: { ...span.attributes, 'gen_ai.response.id': 'id', 'gen_ai.tool.call.id': 'id' },
      }));
    expect(ids(owned)).toEqual(ids(adopted));
  });
});
