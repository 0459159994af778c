// What can go wrong with a call, over real HTTP: the whole span tree of each case, alike for owned and adopted spans.
import { setTimeout as wait } from 'node:timers/promises';
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { Script } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { type RawReply, type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { type SpanText, spanText, treeText } from '../support/span-tree.ts';
import { isCallSpan, SPAN_KINDS, type SpanKind } from '../support/telemetry.ts';

/** A way of calling. `beta.` is the same on the beta resource. */
type Method = 'create' | 'create-streamed' | 'create-teed' | 'create-raw' | 'stream';
type Call = Method | `beta.${Method}`;
type Events = AsyncIterable<Anthropic.RawMessageStreamEvent>;
type Read = (events: Events, abort: () => void) => Promise<string>;

interface Case {
  readonly title: string;
  /** The simulator's script, in either form, or bytes. */
  readonly faults: string | Script | RawReply;
  readonly calls: readonly Call[];
  readonly client?: ClientOptions;
  /** Reads a stream in place of reading it to its end; says how far it came. */
  readonly read?: Read;
  /** Aborts the call after so many milliseconds, or with a signal of `AbortSignal.timeout()`. */
  readonly abortAfter?: number;
  readonly deadline?: number;
}

const ONCE: readonly Call[] = ['create'];
const PLAIN: readonly Call[] = ['create', 'beta.create'];
const RAW_STREAM: readonly Call[] = ['create-streamed'];
const STREAMS: readonly Call[] = ['create-streamed', 'stream', 'beta.stream'];
const ALL_STREAMS: readonly Call[] = [...STREAMS, 'create-teed', 'create-raw'];
const EVERY: readonly Call[] = ['create', 'create-streamed', 'stream', 'beta.create'];

const NO_RETRIES: ClientOptions = { maxRetries: 0 };
/** The SDK waits 8 s at most without being asked to; here every retry is asked for at once. */
const AT_ONCE = 'retry-after-ms=5';

const failing = (title: string, faults: Case['faults'], calls: readonly Call[] = ONCE): Case => ({
  title,
  faults,
  calls,
  client: NO_RETRIES,
});

/** Statuses whose failures are told apart, and those that look alike. */
const REFUSALS: readonly Case[] = [
  failing('400', '400 "messages.0.content: Input should be a valid list"', EVERY),
  failing('401', '401'),
  failing('403', '403'),
  failing('404', 'not_found_error "model: claude-none"'),
  failing('408', '408'),
  failing('409', '409', PLAIN),
  failing('413', '413', PLAIN),
  failing('422', '422 invalid_request_error "unprocessable"'),
  failing('429 input tokens', '429 retry-after=7 anthropic-ratelimit-input-tokens-remaining=0', EVERY),
  failing('429 output tokens', '429 anthropic-ratelimit-output-tokens-remaining=0'),
  failing('429 requests', '429 anthropic-ratelimit-requests-remaining=0'),
  failing('429 of a kind unknown here', '429 anthropic-ratelimit-unified-5h-remaining=0'),
  failing('429 without any limit', '429 "Number of concurrent connections has exceeded your rate limit"'),
  failing('429 of a gateway', '429 !request-id server=cloudflare cf-ray=abc-FRA'),
  failing('500', '500', PLAIN),
  failing('500 without request-id', '500 !request-id via="1.1 varnish"'),
  failing('502 of a gateway', 'gateway-html', EVERY),
  failing('503', '503 api_error'),
  failing('503 without request-id', '503 !request-id server=envoy'),
  failing('504', '504'),
  failing('504 without request-id', '504 !request-id'),
  failing('529', '529', EVERY),
  failing('529 without request-id', '529 !request-id'),
  failing('an error without a body', { faults: [{ response: { status: 500, body: '' } }] }),
  failing('an error as text', {
    faults: [
      { response: { status: 503, body: 'upstream timed out', headers: { 'content-type': 'text/plain' } } },
    ],
  }),
  failing('an error that says it is JSON and is not', {
    faults: [
      { response: { status: 500, body: '{"type":"err', headers: { 'content-type': 'application/json' } } },
    ],
  }),
];

const RETRIES: readonly Case[] = [
  { title: '529, then an answer', faults: `1: 529 ${AT_ONCE}; 2: ok`, calls: EVERY },
  { title: '429 twice, then an answer', faults: `1-2: 429 ${AT_ONCE}; 3: ok`, calls: ONCE },
  { title: '500 to the last attempt', faults: `*: 500 ${AT_ONCE}`, calls: ['create', 'stream'] },
  {
    title: 'another failure each time',
    faults: `1: 429 ${AT_ONCE}; 2: 502 !request-id ${AT_ONCE}; 3: 529`,
    calls: ONCE,
  },
  {
    title: 'retry-after in seconds',
    faults: '1: 429 retry-after=0.01; 2: ok',
    calls: ONCE,
  },
  {
    title: 'retry-after as a date, which is over',
    faults: '1: 429 retry-after="Thu, 01 Jan 2026 00:00:00 GMT"; 2: ok',
    calls: ONCE,
  },
  {
    title: 'retry-after as nonsense',
    faults: '1: 429 retry-after=soon; 2: ok',
    calls: ONCE,
  },
  {
    title: 'retry-after-ms goes before retry-after',
    faults: '1: 429 retry-after-ms=5 retry-after=60; 2: ok',
    calls: ONCE,
  },
  {
    title: 'x-should-retry: true on a 400',
    faults: `1: 400 x-should-retry=true ${AT_ONCE}; 2: ok`,
    calls: PLAIN,
  },
  { title: 'x-should-retry: false on a 529', faults: '529 x-should-retry=false', calls: PLAIN },
  { title: 'a retried stream, then cut', faults: `1: 529 ${AT_ONCE}; 2: cut after 3 deltas`, calls: STREAMS },
  { title: 'a reset, then an answer', faults: '1: reset; 2: ok', calls: ['create', 'create-streamed'] },
  {
    title: 'an abort while the SDK waits to retry',
    faults: '*: 529 retry-after=30',
    calls: ['create', 'create-streamed'],
    abortAfter: 250,
  },
  {
    title: 'a deadline while the SDK waits to retry',
    faults: '*: 529 retry-after=30',
    calls: ONCE,
    deadline: 250,
  },
];

const CONNECTIONS: readonly Case[] = [
  failing('a reset', 'reset', EVERY),
  failing('a close', 'close', PLAIN),
  {
    title: 'no answer within the timeout',
    faults: 'hang',
    calls: EVERY,
    client: { maxRetries: 0, timeout: 60 },
  },
  {
    title: 'no answer within the timeout, twice',
    faults: 'hang',
    calls: ONCE,
    client: { maxRetries: 1, timeout: 60 },
  },
  { title: 'an abort before any answer', faults: 'hang', calls: EVERY, abortAfter: 60 },
  { title: 'a deadline before any answer', faults: 'hang', calls: EVERY, deadline: 60 },
  failing('nobody listens', '', ['create', 'stream']),
];

const answer = (body: string, headers: Record<string, string>): Script => ({
  faults: [{ response: { status: 200, body, headers } }],
});

const ODD_ANSWERS: readonly Case[] = [
  failing('204', { faults: [{ response: { status: 204, body: '' } }] }, ['create', 'create-streamed']),
  failing('200 with a page', answer('<html><title>Sign in</title></html>', { 'content-type': 'text/html' }), [
    'create',
    'create-streamed',
  ]),
  failing(
    '200 that says it is JSON and is not',
    answer('{"type":"mess', { 'content-type': 'application/json' }),
  ),
  failing('200 with nothing', answer('', { 'content-type': 'application/json' }), [
    'create',
    'create-streamed',
  ]),
  failing('200 without a content-type', {
    headers: { 'request-id': 'req_raw' },
    parts: ['{"type":"message"}'],
  }),
  failing('a body cut in the middle', {
    headers: { 'content-type': 'application/json', 'request-id': 'req_raw' },
    parts: ['{"type":"message","id":"msg'],
    cut: true,
  }),
  failing(
    'a message where a stream was asked for',
    {
      headers: { 'content-type': 'application/json', 'request-id': 'req_raw' },
      parts: ['{"type":"message","id":"msg_1","model":"claude-sonnet-5","role":"assistant","content":[]}'],
    },
    RAW_STREAM,
  ),
  failing('307 to the API', '#1: 307 location=/v1/messages; ok', PLAIN),
  failing('308 to the API, streamed', '#1: 308 location=/v1/messages; ok', RAW_STREAM),
  failing('302 to a page', '#1: 302 location=/login'),
  failing('301 without a location', '301'),
  failing('redirects without end', '307 location=/v1/messages'),
];

const SIMULATED_STREAMS: readonly Case[] = [
  failing('a whole stream', 'ok', ALL_STREAMS),
  failing('cut before the first event', 'cut after 0 events', ALL_STREAMS),
  failing('cut after message_start', 'cut after 1 event', STREAMS),
  failing('cut after three deltas', 'cut after 3 deltas', ALL_STREAMS),
  failing('cut inside an event', 'cut after 620 bytes', STREAMS),
  failing('cut inside the first event', 'cut after 40 bytes', STREAMS),
  failing('a clean end after three deltas', 'end after 3 deltas', ALL_STREAMS),
  failing('a clean end before the first event', 'end after 0 events', STREAMS),
  failing('a clean end inside an event', 'end after 620 bytes', STREAMS),
  failing('an event that is not JSON', 'garbage after 3 deltas', ALL_STREAMS),
  failing('silence, then the rest', 'stall 120 after 3 deltas', ALL_STREAMS),
  failing('silence before the answer', 'delay 120 ok', STREAMS),
  ...[0, 1, 2, 3, 5, 7, 8].map((after) =>
    failing(`an error event after ${after} events`, `error after ${after} events`, RAW_STREAM),
  ),
  failing('an error event', 'error api_error "Internal server error" after 3 deltas', ALL_STREAMS),
  {
    title: 'stopped by max_tokens',
    faults: { faults: [{ answer: { stopReason: 'max_tokens' } }] },
    calls: STREAMS,
  },
  {
    title: 'a tool is called',
    faults: { faults: [{ answer: { toolUse: { name: 'get_weather', input: { city: 'Paris' } } } }] },
    calls: STREAMS,
  },
  {
    title: 'pings between all events',
    faults: { faults: [{ answer: { pingEvery: 1 } }] },
    calls: STREAMS,
  },
];

const event = (type: string, fields: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;

const START = event('message_start', {
  message: {
    id: 'msg_raw',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 25, output_tokens: 1 },
  },
});
const OPEN = event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
const delta = (text: string): string =>
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
const CLOSE = event('content_block_stop', { index: 0 });
const DELTA = event('message_delta', {
  delta: { stop_reason: 'end_turn', stop_sequence: null },
  usage: { output_tokens: 12 },
});
const STOP = event('message_stop');
const WHOLE = START + OPEN + delta('Hello ') + delta('wörld 🧠') + CLOSE + DELTA + STOP;
const HALF = START + OPEN + delta('Hello ');

const RAW_STREAMS: readonly Case[] = [
  failing(
    'cut inside a JSON string',
    { parts: [(HALF + delta('and then')).slice(0, -'en"}}\n\n'.length)], cut: true },
    STREAMS,
  ),
  failing(
    'bytes arriving one at a time',
    {
      parts: [...Buffer.from(WHOLE)].map((byte) => Uint8Array.of(byte)),
    },
    ALL_STREAMS,
  ),
  failing('all in one part', { parts: [WHOLE] }, STREAMS),
  failing('lines that end with CR LF', { parts: [WHOLE.replaceAll('\n', '\r\n')] }, ALL_STREAMS),
  failing('CR LF cut between', { parts: WHOLE.replaceAll('\n', '\r\n').split(/(?<=\r)/) }, STREAMS),
  failing(
    'comments',
    { parts: [`: hello\n\n${START}: still here\n\n${WHOLE.slice(START.length)}`] },
    STREAMS,
  ),
  failing(
    'event types unknown here',
    {
      parts: [START, event('message_sparkle', { glitter: 1 }), WHOLE.slice(START.length)],
    },
    RAW_STREAM,
  ),
  failing(
    'events without data',
    { parts: [START, 'event: message_sparkle\n\n', WHOLE.slice(START.length)] },
    STREAMS,
  ),
  failing('message_delta without message_stop', { parts: [WHOLE.slice(0, -STOP.length)] }, ALL_STREAMS),
  failing('message_delta, then a cut', { parts: [WHOLE.slice(0, -STOP.length)], cut: true }, ALL_STREAMS),
  failing('events after message_stop', { parts: [WHOLE, event('message_sparkle')] }, RAW_STREAM),
  failing(
    'an error event after message_stop',
    {
      parts: [WHOLE, event('error', { error: { type: 'api_error', message: 'late' } })],
    },
    RAW_STREAM,
  ),
  failing('a cut after message_stop', { parts: [WHOLE], cut: true }, ALL_STREAMS),
  failing('an empty body', { parts: [] }, ALL_STREAMS),
  failing('comments and pings only', { parts: [': hello\n\n', event('ping'), event('ping')] }, STREAMS),
  failing('silence, then a cut', { parts: [HALF, 120], cut: true }, ALL_STREAMS),
  failing(
    'a cut inside a character',
    { parts: [Buffer.from(START + OPEN + delta('wörld 🧠')).subarray(0, -12)], cut: true },
    RAW_STREAM,
  ),
  failing('an error event that is not JSON', { parts: [HALF, 'event: error\ndata: oh no\n\n'] }, RAW_STREAM),
  failing('an error event without data', { parts: [HALF, 'event: error\ndata: {}\n\n'] }, RAW_STREAM),
  failing(
    'an event that is not an object',
    { parts: [START, 'event: message_sparkle\ndata: 7\n\n', WHOLE.slice(START.length)] },
    RAW_STREAM,
  ),
  failing('a huge text', { parts: [START, OPEN, delta('x'.repeat(2_000_000)), CLOSE, DELTA, STOP] }, STREAMS),
  failing(
    'a thousand events',
    { parts: [START, OPEN, delta('x').repeat(1000), CLOSE, DELTA, STOP] },
    RAW_STREAM,
  ),
  failing(
    'a tool input that breaks off at max_tokens',
    {
      parts: [
        START,
        event('content_block_start', {
          index: 0,
          content_block: { type: 'tool_use', id: 'toolu_raw', name: 'get_weather', input: {} },
        }),
        event('content_block_delta', {
          index: 0,
          delta: { type: 'input_json_delta', partial_json: '{"city": "Par' },
        }),
        CLOSE,
        DELTA.replace('end_turn', 'max_tokens'),
        STOP,
      ],
    },
    STREAMS,
  ),
  failing('message_start twice', { parts: [START, WHOLE] }, RAW_STREAM),
];

/** So many events, then silence: what comes after cannot overtake what the application does. */
const silentAfter = (count: number): RawReply => ({
  parts: [...[START, OPEN, delta('one'), delta('two'), CLOSE, DELTA].slice(0, count), 30_000],
});

/** Reads so many events, then does something. */
const after =
  (count: number, act: (abort: () => void) => boolean): Read =>
  async (events, abort) => {
    let seen = 0;
    if (count === 0 && act(abort)) return 'read nothing';
    for await (const _ of events) {
      seen += 1;
      if (seen === count && act(abort)) break;
    }
    return `read ${seen} events`;
  };

/** Reads something to its end; how much of it there was, of bytes their number. */
async function drain(parts: AsyncIterable<unknown> | Iterable<unknown>): Promise<number> {
  let length = 0;
  for await (const part of parts) length += part instanceof Uint8Array ? part.length : 1;
  return length;
}

const CONSUMERS: readonly Case[] = [
  ...[0, 1, 2, 3, 5, 6].map(
    (count): Case => ({
      title: `an abort after ${count} events`,
      faults: silentAfter(count),
      calls: STREAMS,
      read: after(count, (abort) => {
        abort();
        return false;
      }),
    }),
  ),
  ...[1, 3, 6].map(
    (count): Case => ({
      title: `a break after ${count} events`,
      faults: silentAfter(count),
      calls: STREAMS,
      read: after(count, () => true),
    }),
  ),
  {
    title: 'a consumer that throws',
    faults: silentAfter(2),
    calls: RAW_STREAM,
    read: after(2, () => {
      throw new RangeError('mine');
    }),
  },
  {
    title: 'a slow consumer',
    faults: 'ok',
    calls: ['create-streamed', 'stream'],
    read: async (events) => {
      let seen = 0;
      for await (const _ of events) {
        seen += 1;
        await wait(5);
      }
      return `read ${seen} events`;
    },
  },
  {
    title: 'a deadline while the stream is read',
    faults: 'stall 60000 after 3 deltas',
    calls: [...STREAMS, 'create-raw'],
    deadline: 400,
  },
  {
    title: 'an abort while the stream is silent',
    faults: 'stall 60000 after 3 deltas',
    calls: [...STREAMS, 'create-raw'],
    abortAfter: 400,
  },
];

const CASES: ReadonlyArray<readonly [name: string, one: Case, call: Call]> = [
  ...REFUSALS,
  ...RETRIES,
  ...CONNECTIONS,
  ...ODD_ANSWERS,
  ...SIMULATED_STREAMS,
  ...RAW_STREAMS,
  ...CONSUMERS,
].flatMap((one) => one.calls.map((call) => [`${one.title}: ${call}`, one, call] as const));

/**
 * What adopted spans have and owned ones do not: the SDK sets these itself, from the URL it sends to and from parts of
 * `usage` that no convention has a name for.
 */
const ONLY_ADOPTED: ReadonlySet<string> = new Set([
  'url.path',
  'url.scheme',
  'anthropic.response.service_tier',
  'anthropic.usage.cache_creation.ephemeral_1h_input_tokens',
  'anthropic.usage.cache_creation.ephemeral_5m_input_tokens',
]);

/** The same for every case, so checked and left out of the text. */
const USUAL: Readonly<Record<string, unknown>> = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-sonnet-5',
  'gen_ai.request.max_tokens': 64,
  'http.request.method': 'POST',
  'http.route': '/v1/messages',
  'server.address': '127.0.0.1',
};
/**
 * Not the processor's, which has its own tests; nor the port, each attempt's own address and method, and the fingerprint,
 * which a success has only after a failure.
 */
const isShown = (name: string): boolean =>
  !name.startsWith('anthropic.diagnosis.') &&
  name !== 'anthropic.request.fingerprint' &&
  !(name in USUAL) &&
  name !== 'server.port' &&
  name !== 'url.full';

const fixture = setUp();
let raw: RawServer;
let meter: TestMeter;
/** An address where a server was a moment ago. */
let nobody: string;
beforeAll(async () => {
  meter = startTestMeter(fixture.telemetry.instrumentation);
  raw = await startRawServer();
  const gone = await startRawServer();
  nobody = gone.url;
  await gone[Symbol.asyncDispose]();
});
afterAll(async () => {
  await meter.stop();
  await raw[Symbol.asyncDispose]();
});

/** Makes the call; what the application saw of it, in a few words. */
async function make(one: Case, call: Call, kind: SpanKind): Promise<string> {
  const isRaw = typeof one.faults === 'object' && 'parts' in one.faults;
  if (isRaw) raw.reply(one.faults as RawReply);
  else fixture.simulator.load(one.faults as string | Script);
  const baseURL = one.title === 'nobody listens' ? nobody : isRaw ? raw.url : fixture.simulator.url;
  const client = fixture.client(kind, { authToken: null, baseURL, ...one.client });
  const controller = new AbortController();
  if (one.abortAfter !== undefined) setTimeout(() => controller.abort(), one.abortAfter);
  const options = {
    signal: one.deadline === undefined ? controller.signal : AbortSignal.timeout(one.deadline),
  };
  const messages = (
    call.startsWith('beta.') ? client.beta.messages : client.messages
  ) as Anthropic['messages'];
  const read = one.read ?? after(-1, () => false);
  try {
    switch (call.replace('beta.', '') as Method) {
      case 'create':
        return describe(await messages.create(PARAMS, options));
      case 'create-streamed': {
        const stream = await messages.create({ ...PARAMS, stream: true }, options);
        return await read(stream, () => controller.abort());
      }
      case 'create-teed': {
        const halves = (await messages.create({ ...PARAMS, stream: true }, options)).tee();
        return `read ${await Promise.all(halves.map(drain))} events`;
      }
      case 'create-raw': {
        const response = await messages.create({ ...PARAMS, stream: true }, options).asResponse();
        return `read ${await drain(response.body ?? [])} bytes`;
      }
      case 'stream': {
        const stream = messages.stream(PARAMS, options);
        if (one.read) return await one.read(stream, () => controller.abort());
        return describe(await stream.finalMessage());
      }
    }
  } catch (error) {
    const { status } = error as { status?: number };
    const name = error instanceof Error ? error.constructor.name : typeof error;
    return `throws ${name}${status === undefined ? '' : ` ${status}`}`;
  }
}

/** A message by its stop reason; anything else by its type. */
const describe = (value: unknown): string => {
  const { type, stop_reason } = (value ?? {}) as { type?: unknown; stop_reason?: unknown };
  return type === 'message'
    ? `gets a message, ${stop_reason}`
    : `gets ${value === null ? 'null' : typeof value}`;
};

/** The call's spans, when they have ended: an abandoned stream's ends with the abort, a moment after its reader. */
async function ended(): Promise<{ root: ReadableSpan; spans: readonly ReadableSpan[] }> {
  let spans = [...fixture.telemetry.takeSpans()];
  for (let tries = 0; !spans.some(isCallSpan) && tries < 100; tries += 1) {
    await wait(10);
    spans = [...spans, ...fixture.telemetry.takeSpans()];
  }
  const calls = spans.filter(isCallSpan);
  expect(calls).toHaveLength(1);
  const [root] = calls;
  if (!root) throw new Error('there is one');
  expect(root.attributes).toMatchObject(USUAL);
  const children = spans.filter((span) => span !== root);
  expect(children.every((span) => span.parentSpanContext?.spanId === root.spanContext().spanId)).toBe(true);
  return { root, spans };
}

/** The metrics of a call say what its span says: one duration with its `error.type`, each attempt, how its stream ended. */
async function expectMetricsOf({ attributes }: ReadableSpan): Promise<void> {
  const points = await meter.take();
  expect(points('gen_ai.client.operation.duration')).toMatchObject([{ value: 1 }]);
  const [duration] = points('gen_ai.client.operation.duration');
  expect(duration?.attributes['error.type']).toBe(attributes['error.type']);
  const attempts = points('anthropic.client.attempts').reduce((total, { value }) => total + value, 0);
  const sent = attributes['anthropic.request.timeout'] === undefined ? 0 : 1;
  expect(attempts).toBe(sent + Number(attributes['http.request.resend_count'] ?? 0));
  const outcomes = points('anthropic.client.stream.outcomes').map(
    (point) => point.attributes['anthropic.stream.outcome'],
  );
  expect(outcomes).toEqual(
    [attributes['anthropic.stream.outcome']].filter((outcome) => outcome !== undefined),
  );
}

/** How the stream of each case ended, by the way of calling. */
const OUTCOMES = new Map<Case, Readonly<Record<string, unknown>>>();

/** `text` without the attributes that only adopted spans have. */
const withoutAdopted = (text: SpanText): SpanText => ({
  ...text,
  lines: Object.fromEntries(Object.entries(text.lines).filter(([name]) => !ONLY_ADOPTED.has(name))),
});

test('the matrix has at least sixty cases, each with a name of its own', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(60);
  expect(new Set(CASES.map(([name]) => name)).size).toBe(CASES.length);
});

test.each(CASES)('%s', async (_, one, call) => {
  fixture.telemetry.takeSpans();
  await meter.take();
  const seen = new Map<SpanKind, { application: string; spans: SpanText }>();
  for (const kind of SPAN_KINDS) {
    const application = await make(one, call, kind);
    const { root, spans } = await ended();
    await expectMetricsOf(root);
    seen.set(kind, { application, spans: spanText(root, spans, isShown) });
  }
  const owned = seen.get('owned');
  const adopted = seen.get('adopted');
  if (!owned || !adopted) throw new Error('both kinds were called');
  const ways = OUTCOMES.get(one) ?? {};
  OUTCOMES.set(one, { ...ways, [call]: owned.spans.lines['anthropic.stream.outcome'] });
  expect(`application ${owned.application}\n${treeText(owned.spans)}`).toMatchSnapshot();
  expect({ ...adopted, spans: withoutAdopted(adopted.spans) }).toEqual(owned);
});

test('a stream ends the same however it is read', () => {
  const differing = [...OUTCOMES].filter(([, ways]) => {
    const streams = Object.values(ways).filter((outcome) => outcome !== undefined);
    return new Set(streams).size > 1;
  });
  expect(differing.map(([{ title }, ways]) => ({ title, ways }))).toEqual([]);
});
