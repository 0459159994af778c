// The table of faults of a call: the server's behaviour, the ways of calling that meet it, and how they read.
import { setTimeout as wait } from 'node:timers/promises';
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import type { Script } from '@sevenstep/anthropic-simulator';
import type { RawReply } from '../support/raw-server.ts';

/** A way of calling. With `beta.`, it uses the beta resource. */
export type Method = 'create' | 'create-streamed' | 'create-teed' | 'create-raw' | 'stream';
export type Call = Method | `beta.${Method}`;
type Events = AsyncIterable<Anthropic.RawMessageStreamEvent>;
type Read = (events: Events, abort: () => void) => Promise<string>;

export interface Case {
  readonly title: string;
  /** The simulator's script, in either form, or bytes. */
  readonly faults: string | Script | RawReply;
  readonly calls: readonly Call[];
  readonly client?: ClientOptions;
  /** Reads a stream, in place of reading all of it, and returns how far it got. */
  readonly read?: Read;
  /** Aborts the call after this number of milliseconds, or with a signal of `AbortSignal.timeout()`. */
  readonly abortAfter?: number;
  readonly deadline?: number;
  /** Aborts the call shortly after a request was sent, counted from 1. A deadline gives its own reason. */
  readonly abortDuring?: { readonly request: number; readonly reason?: Error };
  /** Calls an address whose server has just closed. */
  readonly nobodyListens?: true;
}

const ONCE: readonly Call[] = ['create'];
const PLAIN: readonly Call[] = ['create', 'beta.create'];
const RAW_STREAM: readonly Call[] = ['create-streamed'];
const STREAMS: readonly Call[] = ['create-streamed', 'stream', 'beta.stream'];
const ALL_STREAMS: readonly Call[] = [...STREAMS, 'create-teed', 'create-raw'];
const EVERY: readonly Call[] = ['create', 'create-streamed', 'stream', 'beta.create'];

const NO_RETRIES: ClientOptions = { maxRetries: 0 };
/** The SDK waits up to 8 s by itself, so here every retry is requested immediately. */
const AT_ONCE = 'retry-after-ms=5';

const withoutRetries = (title: string, faults: Case['faults'], calls: readonly Call[] = ONCE): Case => ({
  title,
  faults,
  calls,
  client: NO_RETRIES,
});

/** A rejection whose headers announce a longer body than arrives, so that reading it fails. */
const CUT_REFUSAL = {
  headers: { 'content-type': 'application/json', 'content-length': '100', 'retry-after-ms': '5' },
  parts: ['{"type":"error"'],
  cut: true,
};

/** Statuses that lead to different failures, and statuses that look alike. */
const REFUSALS: readonly Case[] = [
  withoutRetries('400', '400 "messages.0.content: Input should be a valid list"', EVERY),
  withoutRetries('401', '401'),
  withoutRetries('403', '403'),
  withoutRetries('404', 'not_found_error "model: claude-none"'),
  withoutRetries('408', '408'),
  withoutRetries('409', '409', PLAIN),
  withoutRetries('413', '413', PLAIN),
  withoutRetries('422', '422 invalid_request_error "unprocessable"'),
  withoutRetries('429 input tokens', '429 retry-after=7 anthropic-ratelimit-input-tokens-remaining=0', EVERY),
  withoutRetries('429 output tokens', '429 anthropic-ratelimit-output-tokens-remaining=0'),
  withoutRetries('429 requests', '429 anthropic-ratelimit-requests-remaining=0'),
  withoutRetries('429 of a kind unknown here', '429 anthropic-ratelimit-unified-5h-remaining=0'),
  withoutRetries(
    '429 without any limit',
    '429 "Number of concurrent connections has exceeded your rate limit"',
  ),
  withoutRetries('429 of a gateway', '429 !request-id server=cloudflare cf-ray=abc-FRA'),
  withoutRetries('500', '500', PLAIN),
  withoutRetries('500 without request-id', '500 !request-id via="1.1 varnish"'),
  withoutRetries('502 of a gateway', 'gateway-html', EVERY),
  withoutRetries('503', '503 api_error'),
  withoutRetries('503 without request-id', '503 !request-id server=envoy'),
  withoutRetries('504', '504'),
  withoutRetries('504 without request-id', '504 !request-id'),
  withoutRetries('529', '529', EVERY),
  withoutRetries('529 without request-id', '529 !request-id'),
  withoutRetries('an error without a body', { faults: [{ response: { status: 500, body: '' } }] }),
  withoutRetries('an error as text', {
    faults: [
      { response: { status: 503, body: 'upstream timed out', headers: { 'content-type': 'text/plain' } } },
    ],
  }),
  withoutRetries('a refusal that is cut', { ...CUT_REFUSAL, status: 400 }, ['create', 'create-streamed']),
  {
    title: 'a refusal that is cut, to the last attempt',
    faults: { ...CUT_REFUSAL, status: 529 },
    calls: ONCE,
  },
  withoutRetries('an error that says it is JSON and is not', {
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
    title: 'an abort during a later attempt',
    faults: `1: 529 ${AT_ONCE}; 2: hang`,
    calls: ONCE,
    abortDuring: { request: 2 },
  },
  {
    title: 'a deadline during a later attempt',
    faults: `1: 529 ${AT_ONCE}; 2: hang`,
    calls: ONCE,
    abortDuring: { request: 2, reason: new DOMException('too late', 'TimeoutError') },
  },
  {
    title: 'a deadline while the SDK waits to retry',
    faults: '*: 529 retry-after=30',
    calls: ONCE,
    deadline: 250,
  },
];

/** The beginning of a non-streamed answer, then silence. */
const SILENT_BODY: RawReply = {
  headers: { 'content-type': 'application/json', 'request-id': 'req_raw' },
  parts: ['{"id":"msg_1","type":"message",', 30_000],
};

const CONNECTIONS: readonly Case[] = [
  withoutRetries('a reset', 'reset', EVERY),
  withoutRetries('a close', 'close', PLAIN),
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
  { title: 'an abort while a body comes', faults: SILENT_BODY, calls: PLAIN, abortAfter: 200 },
  { title: 'a deadline while a body comes', faults: SILENT_BODY, calls: PLAIN, deadline: 200 },
  { ...withoutRetries('nobody listens', '', ['create', 'stream']), nobodyListens: true },
];

const answer = (body: string, headers: Record<string, string>): Script => ({
  faults: [{ response: { status: 200, body, headers } }],
});

const ODD_ANSWERS: readonly Case[] = [
  withoutRetries('204', { faults: [{ response: { status: 204, body: '' } }] }, ['create', 'create-streamed']),
  withoutRetries(
    '200 with a page',
    answer('<html><title>Sign in</title></html>', { 'content-type': 'text/html' }),
    ['create', 'create-streamed'],
  ),
  withoutRetries(
    '200 that says it is JSON and is not',
    answer('{"type":"mess', { 'content-type': 'application/json' }),
  ),
  withoutRetries('200 with nothing', answer('', { 'content-type': 'application/json' }), [
    'create',
    'create-streamed',
  ]),
  withoutRetries('200 without a content-type', {
    headers: { 'request-id': 'req_raw' },
    parts: ['{"type":"message"}'],
  }),
  withoutRetries('a body cut in the middle', {
    headers: { 'content-type': 'application/json', 'request-id': 'req_raw' },
    parts: ['{"type":"message","id":"msg'],
    cut: true,
  }),
  withoutRetries(
    'a message where a stream was asked for',
    {
      headers: { 'content-type': 'application/json', 'request-id': 'req_raw' },
      parts: ['{"type":"message","id":"msg_1","model":"claude-sonnet-5","role":"assistant","content":[]}'],
    },
    RAW_STREAM,
  ),
  withoutRetries('307 to the API', '#1: 307 location=/v1/messages; ok', PLAIN),
  withoutRetries('308 to the API, streamed', '#1: 308 location=/v1/messages; ok', RAW_STREAM),
  withoutRetries('302 to a page', '#1: 302 location=/login'),
  withoutRetries('301 without a location', '301'),
  withoutRetries('redirects without end', '307 location=/v1/messages'),
];

const SIMULATED_STREAMS: readonly Case[] = [
  withoutRetries('a whole stream', 'ok', ALL_STREAMS),
  withoutRetries('cut before the first event', 'cut after 0 events', ALL_STREAMS),
  withoutRetries('cut after message_start', 'cut after 1 event', STREAMS),
  withoutRetries('cut after three deltas', 'cut after 3 deltas', ALL_STREAMS),
  withoutRetries('cut inside an event', 'cut after 620 bytes', STREAMS),
  withoutRetries('cut inside the first event', 'cut after 40 bytes', STREAMS),
  withoutRetries('a clean end after three deltas', 'end after 3 deltas', ALL_STREAMS),
  withoutRetries('a clean end before the first event', 'end after 0 events', STREAMS),
  withoutRetries('a clean end inside an event', 'end after 620 bytes', STREAMS),
  withoutRetries('an event that is not JSON', 'garbage after 3 deltas', ALL_STREAMS),
  withoutRetries('silence, then the rest', 'stall 120 after 3 deltas', ALL_STREAMS),
  withoutRetries('silence before the answer', 'delay 120 ok', STREAMS),
  ...[0, 1, 2, 3, 5, 7, 8].map((after) =>
    withoutRetries(`an error event after ${after} events`, `error after ${after} events`, RAW_STREAM),
  ),
  withoutRetries('an error event', 'error api_error "Internal server error" after 3 deltas', ALL_STREAMS),
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
  withoutRetries(
    'cut inside a JSON string',
    { parts: [(HALF + delta('and then')).slice(0, -'en"}}\n\n'.length)], cut: true },
    STREAMS,
  ),
  withoutRetries(
    'bytes arriving one at a time',
    {
      parts: [...Buffer.from(WHOLE)].map((byte) => Uint8Array.of(byte)),
    },
    ALL_STREAMS,
  ),
  withoutRetries('all in one part', { parts: [WHOLE] }, STREAMS),
  withoutRetries('lines that end with CR LF', { parts: [WHOLE.replaceAll('\n', '\r\n')] }, ALL_STREAMS),
  withoutRetries('CR LF cut between', { parts: WHOLE.replaceAll('\n', '\r\n').split(/(?<=\r)/) }, STREAMS),
  withoutRetries(
    'comments',
    { parts: [`: hello\n\n${START}: still here\n\n${WHOLE.slice(START.length)}`] },
    STREAMS,
  ),
  withoutRetries(
    'event types unknown here',
    {
      parts: [START, event('message_sparkle', { glitter: 1 }), WHOLE.slice(START.length)],
    },
    RAW_STREAM,
  ),
  withoutRetries(
    'events without data',
    { parts: [START, 'event: message_sparkle\n\n', WHOLE.slice(START.length)] },
    STREAMS,
  ),
  withoutRetries(
    'message_delta without message_stop',
    { parts: [WHOLE.slice(0, -STOP.length)] },
    ALL_STREAMS,
  ),
  withoutRetries(
    'message_delta, then a cut',
    { parts: [WHOLE.slice(0, -STOP.length)], cut: true },
    ALL_STREAMS,
  ),
  withoutRetries('events after message_stop', { parts: [WHOLE, event('message_sparkle')] }, RAW_STREAM),
  withoutRetries(
    'an error event after message_stop',
    {
      parts: [WHOLE, event('error', { error: { type: 'api_error', message: 'late' } })],
    },
    RAW_STREAM,
  ),
  withoutRetries('a cut after message_stop', { parts: [WHOLE], cut: true }, ALL_STREAMS),
  withoutRetries('an empty body', { parts: [] }, ALL_STREAMS),
  withoutRetries(
    'comments and pings only',
    { parts: [': hello\n\n', event('ping'), event('ping')] },
    STREAMS,
  ),
  withoutRetries('silence, then a cut', { parts: [HALF, 120], cut: true }, ALL_STREAMS),
  withoutRetries(
    'a cut inside a character',
    { parts: [Buffer.from(START + OPEN + delta('wörld 🧠')).subarray(0, -12)], cut: true },
    RAW_STREAM,
  ),
  withoutRetries(
    'an error event that is not JSON',
    { parts: [HALF, 'event: error\ndata: oh no\n\n'] },
    RAW_STREAM,
  ),
  withoutRetries('an error event without data', { parts: [HALF, 'event: error\ndata: {}\n\n'] }, RAW_STREAM),
  withoutRetries(
    'an event that is not an object',
    { parts: [START, 'event: message_sparkle\ndata: 7\n\n', WHOLE.slice(START.length)] },
    RAW_STREAM,
  ),
  withoutRetries(
    'a huge text',
    { parts: [START, OPEN, delta('x'.repeat(2_000_000)), CLOSE, DELTA, STOP] },
    STREAMS,
  ),
  withoutRetries(
    'a thousand events',
    { parts: [START, OPEN, delta('x').repeat(1000), CLOSE, DELTA, STOP] },
    RAW_STREAM,
  ),
  withoutRetries(
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
  withoutRetries('message_start twice', { parts: [START, WHOLE] }, RAW_STREAM),
];

/** A number of events, then silence, so that no later event overtakes the application. */
const silentAfter = (count: number): RawReply => ({
  parts: [...[START, OPEN, delta('one'), delta('two'), CLOSE, DELTA].slice(0, count), 30_000],
});

/** Reads a number of events, then does something. */
export const after =
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

/** Every case. */
export const CASES: readonly Case[] = [
  ...REFUSALS,
  ...RETRIES,
  ...CONNECTIONS,
  ...ODD_ANSWERS,
  ...SIMULATED_STREAMS,
  ...RAW_STREAMS,
  ...CONSUMERS,
];
