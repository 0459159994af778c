// For any answer of a server and any request, the application sees the same, each span ends, and each attribute is valid.
// Answers are made inside the process, because no network would deliver all of them unchanged.
import Anthropic from '@anthropic-ai/sdk';
import { context, trace } from '@opentelemetry/api';
import { LoggerProvider, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { BasicTracerProvider, type Span } from '@opentelemetry/sdk-trace-base';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { METRICS } from '@sevenstep/semantic-conventions';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTENT, misfits, written } from '../support/attribute-types.ts';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { PARAMS } from '../support/set-up.ts';
import {
  clientOptionsFor,
  isCallSpan,
  SPAN_KINDS,
  type SpanKind,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

/** An answer of the server. */
interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly chunks: readonly Uint8Array[];
}

let telemetry: TestTelemetry;
let meter: TestMeter;
let started: Span[] = [];
const events: ReadableLogRecord[] = [];
/** Keeps each emitted event. */
const remembered = {
  onEmit: (record: ReadableLogRecord) => void events.push(record),
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
};
let fetched = 0;
beforeAll(() => {
  telemetry = startTestTelemetry(
    { attemptSpans: 'always', captureMessageContent: 'SPAN_AND_EVENT' },
    { register: false },
  );
  meter = startTestMeter(telemetry.instrumentation);
  telemetry.instrumentation.setLoggerProvider(new LoggerProvider({ processors: [remembered] }));
  const remembering = {
    onStart: (span: Span) => void started.push(span),
    onEnd: () => undefined,
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const spanProcessors = [new DiagnosisSpanProcessor(), remembering];
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
});
afterAll(async () => {
  telemetry.stop();
  await meter.stop();
  trace.disable();
  context.disable();
});

// Any text: half surrogate pairs, control characters, long and empty texts.
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 20 }),
  fc.constantFrom('\ud800', 'a\udfff', 'x'.repeat(5_000), '', 'error', 'message_stop', '__proto__'),
);
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(-1, Number.NaN, 1.5, 2 ** 60, Number.POSITIVE_INFINITY),
);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, fc.constantFrom('type', 'usage', 'error', 'message')), tie('json'), {
      maxKeys: 5,
    }),
  ),
}));

/** An object of the API in which some fields have arbitrary values. */
const spoilt = (fields: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> =>
  fc.record(
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        fc.oneof({ weight: 3, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: json }),
      ]),
    ),
    { requiredKeys: [] },
  );

const usage = spoilt({
  input_tokens: 10,
  output_tokens: 5,
  cache_read_input_tokens: 3,
  cache_creation_input_tokens: 2,
  output_tokens_details: { thinking_tokens: 1 },
});
const message = usage.chain((value) =>
  spoilt({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5',
    content: [],
    stop_reason: 'end_turn',
    usage: value,
  }),
);
const event = fc.oneof(
  message.map((value) => ({ type: 'message_start', message: value })),
  spoilt({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  spoilt({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } }),
  spoilt({ type: 'content_block_stop', index: 0 }),
  usage.chain((value) => spoilt({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: value })),
  spoilt({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
  fc.constant({ type: 'message_stop' }),
  json,
);

const encoder = new TextEncoder();
const bytes = (value: string): Uint8Array => encoder.encode(value);

/** Lines of a stream, most of them valid. */
const frames = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: event.map((value) => eventFrame(value)) },
      { weight: 1, arbitrary: text },
      {
        weight: 1,
        arbitrary: fc.constantFrom(': comment\n\n', 'data\n\n', '\r\n\r\n', 'event: ping\ndata: {}\n\n'),
      },
    ),
    { maxLength: 12 },
  )
  .map((parts) => bytes(parts.join('')));

function eventFrame(value: unknown): string {
  const type = (value as { type?: unknown } | null)?.type;
  return `event: ${typeof type === 'string' ? type.replace(/[\r\n]/g, '') : 'x'}\ndata: ${JSON.stringify(value)}\n\n`;
}

/** `whole` in chunks that end anywhere, even inside a character. */
const inChunks = (whole: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array[]> =>
  fc.tuple(whole, fc.array(fc.nat({ max: 64 }), { maxLength: 40 })).map(([value, sizes]) => {
    const chunks: Uint8Array[] = [];
    let at = 0;
    for (const size of sizes) {
      chunks.push(value.slice(at, at + size));
      at += size;
    }
    return [...chunks, value.slice(at)].filter(({ length }) => length > 0);
  });

const HEADER_NAMES = [
  'request-id',
  'anthropic-organization-id',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
  'server',
  'anthropic-ratelimit-tokens-limit',
  'anthropic-ratelimit-tokens-remaining',
  'anthropic-ratelimit-tokens-reset',
  'anthropic-ratelimit-a-b-c-limit',
] as const;
const headerValue = fc.oneof(
  fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) }),
  fc.constantFrom('0', '-1', 'NaN', '9'.repeat(400), 'Wed, 21 Oct 2099 07:28:00 GMT', '2099-01-01T00:00:00Z'),
  fc.constant('y'.repeat(2 ** 20)),
);
const headers = fc.array(fc.tuple(fc.constantFrom(...HEADER_NAMES), headerValue), { maxLength: 6 });

const answer = (contentType: string, chunks: fc.Arbitrary<Uint8Array[]>): fc.Arbitrary<Answer> =>
  fc.record({
    status: fc.oneof(
      { weight: 3, arbitrary: fc.constant(200) },
      fc.constantFrom(400, 401, 429, 500, 529, 299),
    ),
    headers: headers.map((list) => [['content-type', contentType] as const, ...list]),
    chunks,
  });

const jsonBody = fc.oneof(message, json).map((value) => bytes(JSON.stringify(value) ?? ''));
const anyBytes = fc.uint8Array({ maxLength: 400 });

/** The application's view of a call that `made` starts. */
async function seen(
  kind: SpanKind,
  made: Answer,
  call: (client: Anthropic) => Promise<unknown>,
): Promise<unknown> {
  const client = new Anthropic({
    apiKey: 'sk-ant-none',
    baseURL: 'http://in-process.test',
    maxRetries: 0,
    ...clientOptionsFor(kind),
    fetch: async () => {
      fetched += 1;
      return new Response(bodyOf(made.chunks), { status: made.status, headers: [...made.headers] as never });
    },
  });
  try {
    return { value: await call(client) };
  } catch (error) {
    const thrown = error as Error;
    return { class: thrown.constructor.name, message: thrown.message };
  }
}

function bodyOf(chunks: readonly Uint8Array[]): ReadableStream {
  const left = [...chunks];
  return new ReadableStream({
    pull(controller) {
      const chunk = left.shift();
      if (chunk) controller.enqueue(chunk.slice());
      else controller.close();
    },
  });
}

const CALLS: Readonly<Record<string, (client: Anthropic, params: typeof PARAMS) => Promise<unknown>>> = {
  create: (client, params) => client.messages.create(params),
  stream: async (client, params) => {
    const events: unknown[] = [];
    for await (const one of await client.messages.create({ ...params, stream: true })) events.push(one);
    return events;
  },
  helper: (client, params) => client.messages.stream(params).finalMessage(),
};

async function holds(
  kind: SpanKind,
  made: Answer,
  call: (client: Anthropic) => Promise<unknown>,
): Promise<void> {
  telemetry.instrumentation.disable();
  const expected = await seen(kind, made, call);
  telemetry.instrumentation.enable();
  started = [];
  fetched = 0;
  expect(await seen(kind, made, call)).toEqual(expected);
  const calls = started.filter(isCallSpan).length;
  // The SDK rejects some parameters before a call exists.
  expect(calls).toBe(fetched > 0 ? 1 : calls);
  expect(started.filter(({ ended }) => !ended)).toEqual([]);
  for (const span of started) {
    // We make an attempt's span and all its attributes.
    const whose = isCallSpan(span) ? kind : 'owned';
    expect(misfits(written(whose, span.attributes))).toEqual([]);
    expect(oddTexts([span.name, span.status.message, ...oddContent(span.attributes)])).toEqual([]);
  }
  for (const { eventName, attributes } of events.splice(0)) {
    const {
      'exception.stacktrace': stack,
      'exception.type': type,
      'exception.message': message,
      ...others
    } = attributes;
    expect(eventName).toMatch(/^gen_ai\.client\./);
    expect(misfits(written('owned', others))).toEqual([]);
    expect(oddTexts([stack, type, message, ...oddContent(others)])).toEqual([]);
  }
  const measured = await meter.take();
  for (const name of METRIC_NAMES)
    for (const { attributes, value } of measured(name)) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(oddTexts(Object.values(attributes))).toEqual([]);
    }
}

/** The default limit of content. */
const MAX_CONTENT_LENGTH = 65_536;
const METRIC_NAMES = Object.keys(METRICS);

/** Values that an exporter cannot send unchanged: no text, too long, half a surrogate pair. */
const oddTexts = (values: readonly unknown[]): unknown[] =>
  values.filter((value) =>
    typeof value === 'string'
      ? value.length > MAX_CONTENT_LENGTH || !value.isWellFormed()
      : isOddValue(value),
  );
const isOddValue = (value: unknown): boolean => value !== undefined && !Number.isFinite(value);

/** Half a surrogate pair in JSON, without another backslash before it. */
const HALF_ESCAPED = /(?<!\\)(?:\\\\)*\\ud[89a-f]/i;

/** JSON content, which may be longer than other attributes. */
const oddContent = (attributes: Readonly<Record<string, unknown>>): unknown[] =>
  Object.entries(attributes)
    .filter(([name]) => CONTENT.test(name))
    .map(([, value]) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .map((json) => (HALF_ESCAPED.test(json) ? { json } : json));

const RUNS = { numRuns: 150 };

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const property = (
    name: string,
    answers: fc.Arbitrary<Answer>,
    calls: readonly (keyof typeof CALLS)[],
  ): void => {
    test.each(calls)(`${name}, by %s`, { timeout: 600_000 }, async (call) => {
      const run = CALLS[call] as (typeof CALLS)[string];
      await fc.assert(
        fc.asyncProperty(answers, (made) => holds(kind, made, (client) => run(client, PARAMS))),
        RUNS,
      );
    });
  };
  property('events in any order and form', answer('text/event-stream', inChunks(frames)), [
    'stream',
    'helper',
  ]);
  property('any bytes as a stream', answer('text/event-stream', inChunks(anyBytes)), ['stream']);
  property('any JSON', answer('application/json', inChunks(jsonBody)), ['create']);
  property('any bytes as JSON', answer('application/json', inChunks(anyBytes)), ['create', 'stream']);

  test('any parameters', { timeout: 600_000 }, async () => {
    const params = spoilt({
      ...PARAMS,
      model: 'claude-sonnet-5',
      max_tokens: -1,
      stop_sequences: ['a'],
      temperature: Number.NaN,
      output_config: { effort: 'high', format: { type: 'json_schema' } },
    }) as fc.Arbitrary<typeof PARAMS>;
    const answered = (status: number): Answer => ({
      status,
      headers: [['content-type', 'application/json']],
      chunks: [bytes('{"type":"message"}')],
    });
    await fc.assert(
      fc.asyncProperty(params, fc.boolean(), (given, ok) =>
        holds(kind, answered(ok ? 200 : 400), (client) =>
          client.messages.create({ ...given, stream: false }),
        ),
      ),
      RUNS,
    );
  });
});
