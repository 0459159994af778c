// The GenAI conventions' inference span as a table: all known facts of a call are there, and no others.
// The release v0.1.0 (`model/gen-ai/spans.yaml`, `docs/gen-ai/client-inference.md`).
import type Anthropic from '@anthropic-ai/sdk';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { Script } from '@sevenstep/anthropic-simulator';
import { type AttributeType, isPreviousName, METRICS } from '@sevenstep/semantic-conventions';
import { describe, expect, test } from 'vitest';
import { setUp } from '../support/set-up.ts';
import { isCallSpan, type SpanKind as KindOfCallSpan, SPAN_KINDS } from '../support/telemetry.ts';

/** The known facts of a call, which decide its attributes. */
interface Known {
  readonly failed: boolean;
  readonly streamed: boolean;
  /** Whether a complete answer came. */
  readonly answered: boolean;
  /** Whether the first event of a stream came, with the message's id, model and input. */
  readonly begun: boolean;
  /** Whether the answer gives the share of thinking. */
  readonly thought?: boolean;
  readonly params: Readonly<Record<string, unknown>>;
}

/** `required`, `conditionally required`, `recommended`, `opt-in`. */
type Level = 'R' | 'CR' | 'Rec' | 'O';
/** When an attribute is due; `false` if the API has no such fact, or it is opt-in. Otherwise it is absent. */
type Due = boolean | ((known: Known) => boolean);
type Row = readonly [type: AttributeType, level: Level, due: Due];

const has =
  (name: string): Due =>
  ({ params }) =>
    name in params;
const begun: Due = (known) => known.begun;
const answered: Due = (known) => known.answered;

/** Every `gen_ai.*` attribute of the span, and its attributes of other conventions. */
// biome-ignore format: a table is read by column
const INFERENCE_SPAN: Readonly<Record<string, Row>> = {
  'gen_ai.operation.name': ['string', 'R', true],
  'gen_ai.provider.name': ['string', 'R', true],
  'error.type': ['string', 'CR', (known) => known.failed],
  'gen_ai.request.model': ['string', 'CR', true],
  'gen_ai.request.stream': ['boolean', 'CR', (known) => known.streamed],
  'gen_ai.output.type': ['string', 'CR', has('output_config')],
  'gen_ai.conversation.id': ['string', 'CR', false],
  'gen_ai.prompt.name': ['string', 'CR', false],
  'gen_ai.prompt.version': ['string', 'CR', false],
  'gen_ai.request.choice.count': ['int', 'CR', false],
  'gen_ai.request.seed': ['int', 'CR', false],
  'server.port': ['int', 'CR', true],
  'server.address': ['string', 'Rec', true],
  'gen_ai.request.max_tokens': ['int', 'Rec', true],
  'gen_ai.request.temperature': ['double', 'Rec', has('temperature')],
  'gen_ai.request.top_p': ['double', 'Rec', has('top_p')],
  'gen_ai.request.top_k': ['int', 'Rec', has('top_k')],
  'gen_ai.request.stop_sequences': ['string[]', 'Rec', has('stop_sequences')],
  'gen_ai.request.frequency_penalty': ['double', 'Rec', false],
  'gen_ai.request.presence_penalty': ['double', 'Rec', false],
  'gen_ai.request.reasoning.level': ['string', 'Rec', has('output_config')],
  'gen_ai.request.previous_response.id': ['string', 'Rec', false],
  'gen_ai.conversation.compacted': ['boolean', 'Rec', false],
  'gen_ai.response.id': ['string', 'Rec', begun],
  'gen_ai.response.model': ['string', 'Rec', begun],
  'gen_ai.response.finish_reasons': ['string[]', 'Rec', (known) => known.answered || known.streamed],
  'gen_ai.response.time_to_first_chunk': ['double', 'Rec', (known) => known.streamed && known.begun],
  'gen_ai.usage.input_tokens': ['int', 'Rec', begun],
  'gen_ai.usage.output_tokens': ['int', 'Rec', answered],
  'gen_ai.usage.cache_read.input_tokens': ['int', 'Rec', begun],
  'gen_ai.usage.cache_write.input_tokens': ['int', 'Rec', begun],
  'gen_ai.usage.reasoning.output_tokens': ['int', 'Rec', (known) => known.thought === true],
  'gen_ai.input.messages': ['string', 'O', false],
  'gen_ai.output.messages': ['string', 'O', false],
  'gen_ai.system_instructions': ['string', 'O', false],
  'gen_ai.tool.definitions': ['string', 'O', false],
};

const FITS: Record<AttributeType, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string' && value !== '',
  int: Number.isInteger,
  double: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  'string[]': (value) =>
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string'),
};

interface ConventionCase extends Known {
  readonly title: string;
  readonly script: string | Script;
}

const PLAIN = { model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const SAMPLED = {
  ...PLAIN,
  temperature: 1,
  top_p: 0.9,
  top_k: 40,
  stop_sequences: ['END'],
  system: 'Be brief.',
};
const FORMATTED = {
  ...PLAIN,
  output_config: { effort: 'high', format: { type: 'json_schema', schema: { type: 'object' } } },
  tools: [{ name: 'get_weather', input_schema: { type: 'object' } }],
};

const answer = { failed: false, streamed: false, answered: true, begun: true };
const stream = { ...answer, streamed: true };
const failure = { failed: true, streamed: false, answered: false, begun: false };

const THOUGHT = JSON.stringify({
  id: 'msg_thought',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5',
  content: [{ type: 'text', text: 'Hello.' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: {
    input_tokens: 25,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 90,
    output_tokens_details: { thinking_tokens: 78 },
  },
});

const CASES: readonly ConventionCase[] = [
  { title: 'an answer', script: 'ok', params: PLAIN, ...answer },
  { title: 'an answer to every parameter', script: 'ok', params: SAMPLED, ...answer },
  { title: 'an answer in a format', script: 'ok', params: FORMATTED, ...answer },
  {
    title: 'an answer that calls a tool',
    script: { faults: [{ answer: { toolUse: { name: 'get_weather', input: {} } } }] },
    params: FORMATTED,
    ...answer,
  },
  { title: 'a recovered answer', script: '1: 529 retry-after-ms=5; 2: ok', params: PLAIN, ...answer },
  {
    title: 'an answer after some thinking',
    script: { faults: [{ response: { body: THOUGHT, headers: { 'content-type': 'application/json' } } }] },
    params: PLAIN,
    ...answer,
    thought: true,
  },
  { title: 'a stream', script: 'ok', params: SAMPLED, ...stream },
  {
    title: 'a stream that breaks',
    script: 'cut after 3 deltas',
    params: PLAIN,
    ...stream,
    failed: true,
    answered: false,
  },
  {
    title: 'a stream that fails at once',
    script: 'error after 0 events',
    params: PLAIN,
    ...failure,
    streamed: true,
  },
  { title: 'a refusal', script: '400', params: SAMPLED, ...failure },
  { title: 'an overload', script: '529 x-should-retry=false', params: PLAIN, ...failure },
  { title: 'a broken connection', script: 'reset', params: PLAIN, ...failure },
];

const fixture = setUp();

async function spanOf(
  { script, params, streamed }: ConventionCase,
  kind: KindOfCallSpan,
): Promise<ReadableSpan[]> {
  fixture.simulator.load(script);
  const client = fixture.client(kind, { maxRetries: script === 'reset' ? 0 : 2 });
  const given = params as unknown as Anthropic.MessageCreateParamsNonStreaming;
  try {
    if (!streamed) await client.messages.create(given);
    else for await (const _ of await client.messages.create({ ...given, stream: true }));
  } catch {
    // The span names the failure.
  }
  return [...fixture.telemetry.takeSpans()];
}

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each(CASES.map((one) => [one.title, one] as const))('%s', async (_, one) => {
    const spans = await spanOf(one, kind);
    const [call, ...more] = spans.filter(isCallSpan);
    if (!call || more.length > 0) throw new Error('expected one call span');
    const { attributes } = call;

    const due = Object.entries(INFERENCE_SPAN).filter(([, row]) =>
      typeof row[2] === 'function' ? row[2](one) : row[2],
    );
    const present = Object.keys(attributes).filter((name) => name in INFERENCE_SPAN);
    expect(present.sort()).toEqual(due.map(([name]) => name).sort());
    for (const [name, [type]] of due) {
      expect(FITS[type](attributes[name]), `${name}: ${JSON.stringify(attributes[name])}`).toBe(true);
    }
    // The call and its attempts have no name that we made up.
    const invented = spans.flatMap((span) =>
      Object.keys(span.attributes).filter((name) => name.startsWith('gen_ai.') && !(name in INFERENCE_SPAN)),
    );
    expect(invented).toEqual([]);

    expect(call.name).toBe('chat claude-sonnet-5');
    expect(call.kind).toBe(SpanKind.CLIENT);
    expect(call.status.code).toBe(one.failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET);
    expect(attributes['gen_ai.provider.name']).toBe('anthropic');
    // Exceptions are log events, not span events.
    expect(call.events).toEqual([]);
  });
});

test('every recommended attribute is due in some case, so that its absence would be seen', () => {
  const never = Object.entries(INFERENCE_SPAN)
    .filter(([, [, level, due]]) => level !== 'O' && due !== false && due !== true && !CASES.some(due))
    .map(([name]) => name);
  expect(never).toEqual([]);
});

/** The conventions' metrics for a client: instrument, unit, first and last bucket. */
const CLIENT_METRICS = [
  ['gen_ai.client.inference.duration', 'histogram', 's', 0.01, 81.92],
  ['gen_ai.client.inference.time_to_first_chunk', 'histogram', 's', 0.01, 81.92],
  ['gen_ai.client.inference.time_per_output_chunk', 'histogram', 's', 0.01, 81.92],
  ['gen_ai.client.inference.operation.input_tokens', 'histogram', '{token}', 1, 67_108_864],
  ['gen_ai.client.inference.operation.output_tokens', 'histogram', '{token}', 1, 67_108_864],
  ['gen_ai.client.inference.usage.input_tokens', 'counter', '{token}', undefined, undefined],
  ['gen_ai.client.inference.usage.output_tokens', 'counter', '{token}', undefined, undefined],
  ['gen_ai.client.inference.usage.cache_read.input_tokens', 'counter', '{token}', undefined, undefined],
  ['gen_ai.client.inference.usage.cache_write.input_tokens', 'counter', '{token}', undefined, undefined],
  ['gen_ai.client.inference.usage.reasoning.output_tokens', 'counter', '{token}', undefined, undefined],
] as const;

test('the metrics of the conventions are as they have them, and there is no other of their name', () => {
  const ours = Object.entries(METRICS).filter(
    ([name]) => name.startsWith('gen_ai.') && !isPreviousName(name),
  );
  const rows = ours.map(([name, { instrument, unit, buckets = [] }]) => {
    // Each bound is a multiple of the one before: 2 for durations, 4 for tokens.
    const factor = unit === 's' ? 2 : 4;
    const steps = buckets.slice(1).map((bound, index) => bound / (buckets[index] ?? 0));
    expect(steps.every((step) => Math.abs(step - factor) < 1e-9)).toBe(true);
    return [name, instrument, unit, buckets[0], buckets.at(-1)];
  });
  expect(rows).toEqual(CLIENT_METRICS);
});
