// Rules that need more than a script, each shown by code with the real SDK, and its near miss.
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import type { Drill } from '@sevenstep/anthropic-simulator';
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
  readonly call: (url: string, options: ClientOptions) => Promise<unknown>;
}

interface Case {
  /** Absent if nothing here can show the rule. */
  readonly is?: Situation;
  /** The situation with one fact changed, and its diagnosis. */
  readonly near: Situation;
  readonly instead: string | undefined;
}

const create = (options: ClientOptions): Promise<unknown> => new Anthropic(options).messages.create(PARAMS);

/** A fetch that fails with this code, like undici. */
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

/** A body that fails with this code, like undici. */
const bodyFailing = (code: string, message: string): Situation => ({
  call: (_, options) =>
    create({
      ...options,
      fetch: async () => {
        const cause = Object.assign(new Error(message), { code });
        const body = new ReadableStream({ start: (to) => to.error(new TypeError('terminated', { cause })) });
        return new Response(body, { headers: { 'content-type': 'application/json', 'request-id': 'req_1' } });
      },
      maxRetries: 0,
    }),
});

const CASES: Readonly<Record<string, Case>> = {
  'connection.connect_timeout': {
    is: failing('UND_ERR_CONNECT_TIMEOUT'),
    near: failing('UND_ERR_HEADERS_TIMEOUT'),
    instead: 'connection.headers_timeout',
  },
  'connection.proxy': {
    is: failing('UND_ERR_ABORTED', 'Proxy response (407) !== 200 when HTTP Tunneling'),
    near: failing('UND_ERR_ABORTED', 'The request was aborted'),
    instead: 'connection.unrecognized',
  },
  'connection.headers_timeout': {
    is: failing('UND_ERR_HEADERS_TIMEOUT', 'Headers Timeout Error'),
    near: failing('UND_ERR_CONNECT_TIMEOUT', 'Connect Timeout Error'),
    instead: 'connection.connect_timeout',
  },
  // `http-client.test.ts` uses a real dispatcher of another version.
  'connection.dispatcher': {
    is: failing('UND_ERR_INVALID_ARG', 'invalid onRequestStart method'),
    near: failing('UND_ERR_INVALID_ARG', 'upgrade should be a string'),
    instead: 'connection.unrecognized',
  },
  'response.body_timeout': {
    is: bodyFailing('UND_ERR_BODY_TIMEOUT', 'Body Timeout Error'),
    near: bodyFailing('UND_ERR_SOCKET', 'other side closed'),
    instead: 'response.interrupted',
  },
  'connection.unrecognized': {
    is: failing('ENEW'),
    near: failing('ENOTFOUND'),
    instead: 'connection.dns',
  },
  // The helper throws it after the span has ended. Spans of other instrumentations have it.
  'response.tool_input_invalid': {
    near: {
      faults: [{ answer: { toolUse: { name: 'get', input: { a: 1 } }, stopReason: 'max_tokens' } }],
      call: (baseURL, options) =>
        new Anthropic({ ...options, baseURL }).messages.stream(PARAMS).finalMessage(),
    },
    instead: 'response.max_tokens',
  },
  // It needs a failure that is not known yet.
  'response.unrecognized': {
    near: {
      faults: [
        { response: { status: 200, headers: { 'content-length': '4096', connection: 'close' }, body: '{' } },
      ],
      call: (baseURL, options) => create({ ...options, baseURL, maxRetries: 0 }),
    },
    instead: 'response.interrupted',
  },
  // On spans of other instrumentations. Our own spans always show the step.
  'unknown.unrecognized': { near: failing('ENEW'), instead: 'connection.unrecognized' },
  'unknown.recovered': {
    near: {
      faults: [{ when: { attempt: 1 }, response: { status: 529, headers: { 'retry-after-ms': '5' } } }],
      call: (baseURL, options) => create({ ...options, baseURL }),
    },
    instead: 'service.recovered',
  },
};

/** The only rules that nothing here can show. */
const NOT_SHOWN = [
  'response.tool_input_invalid',
  'response.unrecognized',
  'unknown.unrecognized',
  'unknown.recovered',
];

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => runner.stop());

const idsOf = async ({ faults, call }: Situation) => {
  const { diagnosis } = await runner.call(faults, call);
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
