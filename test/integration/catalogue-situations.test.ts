// Rules that no drill can show because it takes more than a script: each by code, with the real SDK, and its near miss.
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import type { Drill } from '@sevenstep/anthropic-simulator';
import { createChecklist, type Thresholds } from '@sevenstep/checklist';
import { undrilled } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Runner, startRunner } from './catalogue-runs.ts';

const PARAMS = {
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'Hello' }],
} satisfies Anthropic.MessageCreateParamsNonStreaming;

interface Situation {
  readonly faults?: Drill['faults'];
  readonly thresholds?: Partial<Thresholds>;
  readonly call: (url: string, options: ClientOptions) => Promise<unknown>;
}

interface Case {
  /** Absent where nothing here can show the rule. */
  readonly is?: Situation;
  /** The same with one fact changed, and its verdict. */
  readonly near: Situation;
  readonly instead: string | undefined;
}

const create = (options: ClientOptions): Promise<unknown> => new Anthropic(options).messages.create(PARAMS);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A fetch that fails as undici's does, with this code. */
const failing = (code: string, message = 'failed'): Situation => ({
  call: (_, options) =>
    create({
      ...options,
      fetch: () => {
        const cause = Object.assign(new Error(message), { code });
        return Promise.reject(new TypeError('fetch failed', { cause }));
      },
      maxRetries: 0,
    }),
});

/** A call of another address than the simulator's own. */
const to = (address: (url: string) => string): Situation => ({
  call: (url, options) => create({ ...options, baseURL: address(url), maxRetries: 0 }),
});

/** A call that nobody answers, with a signal. */
const unanswered = (signal: () => AbortSignal): Situation => ({
  faults: [{ connection: 'hang' }],
  call: (baseURL, options) =>
    new Anthropic({ ...options, baseURL }).messages.create(PARAMS, { signal: signal() }),
});

const abortedAfter = (ms: number): AbortSignal => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
};

/** What the application does with each event; `stop` ends its reading. */
type Read = (event: Anthropic.RawMessageStreamEvent) => Promise<'stop' | undefined>;
const atOnce: Read = async () => undefined;

const streamed = (
  read: Read,
  { signal, ...more }: Omit<Situation, 'call'> & { readonly signal?: () => AbortSignal } = {},
): Situation => ({
  ...more,
  call: async (baseURL, options) => {
    const client = new Anthropic({ ...options, baseURL });
    const request = signal ? { signal: signal() } : {};
    const stream = await client.messages.create({ ...PARAMS, stream: true }, request);
    for await (const event of stream) if ((await read(event)) === 'stop') break;
  },
});

const SLOWLY: Read = async () => {
  await pause(100);
  return undefined;
};
const stalled = (stallMs: number): Drill['faults'] => [
  { stream: { after: { deltas: 1 }, then: 'stall', stallMs } },
];

const CASES: Readonly<Record<string, Case>> = {
  'connection.aborted': {
    is: unanswered(() => abortedAfter(60)),
    near: unanswered(() => AbortSignal.timeout(60)),
    instead: 'connection.deadline',
  },
  'connection.connect_timeout': {
    is: failing('UND_ERR_CONNECT_TIMEOUT'),
    near: failing('UND_ERR_HEADERS_TIMEOUT'),
    instead: 'connection.request_timeout',
  },
  'connection.deadline': {
    is: unanswered(() => AbortSignal.timeout(80)),
    near: unanswered(() => abortedAfter(80)),
    instead: 'connection.aborted',
  },
  'connection.dns': {
    is: to(() => 'http://nowhere.invalid'),
    near: to((url) => url.replace('127.0.0.1', 'localhost')),
    instead: undefined,
  },
  'connection.invalid_url': {
    is: to(() => 'nowhere.invalid'),
    near: to(() => 'http://nowhere.invalid'),
    instead: 'connection.dns',
  },
  'connection.proxy': {
    is: failing('UND_ERR_ABORTED', 'Proxy response (407) !== 200 when HTTP Tunneling'),
    near: failing('UND_ERR_ABORTED', 'The request was aborted'),
    instead: 'connection.unrecognized',
  },
  'connection.tls': {
    is: to((url) => url.replace('http:', 'https:')),
    near: to((url) => url),
    instead: undefined,
  },
  'connection.unreachable': {
    is: failing('ENETUNREACH'),
    near: failing('ECONNREFUSED'),
    instead: 'connection.refused',
  },
  'connection.unrecognized': {
    is: failing('ENEW'),
    near: failing('ENOTFOUND'),
    instead: 'connection.dns',
  },
  'response.slow_consumer': {
    is: streamed(SLOWLY, { thresholds: { slowConsumerSeconds: 0.05 } }),
    near: streamed(SLOWLY, { thresholds: { slowConsumerSeconds: 60 } }),
    instead: undefined,
  },
  'response.stream_abandoned': {
    is: streamed(async () => 'stop'),
    near: streamed(async ({ type }) => (type === 'message_stop' ? 'stop' : undefined)),
    instead: undefined,
  },
  'response.stream_stalled': {
    is: streamed(atOnce, { faults: stalled(200), thresholds: { streamStalledSeconds: 0.1 } }),
    near: streamed(atOnce, { faults: stalled(200), thresholds: { streamStalledSeconds: 60 } }),
    instead: undefined,
  },
  'response.stream_timeout': {
    is: streamed(atOnce, { faults: stalled(5_000), signal: () => AbortSignal.timeout(500) }),
    // An abort by its own signal says what the application wants.
    near: streamed(atOnce, { faults: stalled(5_000), signal: () => abortedAfter(500) }),
    instead: undefined,
  },
  // The helper throws it after the span has ended: spans of others have it.
  'response.tool_input_invalid': {
    near: {
      faults: [{ answer: { toolUse: { name: 'get', input: { a: 1 } }, stopReason: 'max_tokens' } }],
      call: (baseURL, options) =>
        new Anthropic({ ...options, baseURL }).messages.stream(PARAMS).finalMessage(),
    },
    instead: 'response.max_tokens',
  },
  // Needs a failure that is not known yet.
  'response.unrecognized': {
    near: {
      faults: [
        { response: { status: 200, headers: { 'content-length': '4096', connection: 'close' }, body: '{' } },
      ],
      call: (baseURL, options) => create({ ...options, baseURL, maxRetries: 0 }),
    },
    instead: 'response.interrupted',
  },
};

/** The only ones that nothing here can show. */
const NOT_SHOWN = ['response.tool_input_invalid', 'response.unrecognized'];

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => runner.stop());

const idsOf = async ({ faults, thresholds, call }: Situation) => {
  const { attributes, durationSeconds } = await runner.call(faults, call);
  const diagnosis = createChecklist({ thresholds }).diagnose(attributes, { durationSeconds });
  return diagnosis === undefined ? [] : [diagnosis.id, ...diagnosis.also.map(({ id }) => id)];
};

test('every rule without a drill has a situation and its near miss', () => {
  expect(Object.keys(CASES).sort()).toEqual(Object.keys(undrilled).sort());
  expect(Object.keys(CASES).filter((id) => CASES[id]?.is === undefined)).toEqual(NOT_SHOWN);
});

test.each(Object.entries(CASES).filter(([id]) => !NOT_SHOWN.includes(id)))('%s', async (id, { is }) => {
  expect(is && (await idsOf(is))).toEqual([id]);
});

test.each(Object.entries(CASES))('near miss of %s', async (_, { near, instead }) => {
  expect(await idsOf(near)).toEqual(instead === undefined ? [] : [instead]);
});
