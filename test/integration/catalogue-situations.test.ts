// Rules that no drill can show because it takes more than a script: each by code, with the real SDK.
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

/** A fetch that fails as undici's does, with this code. */
const failing = (code: string, message = 'failed'): ClientOptions => ({
  fetch: () => {
    const cause = Object.assign(new Error(message), { code });
    return Promise.reject(new TypeError('fetch failed', { cause }));
  },
  maxRetries: 0,
});

const create = (options: ClientOptions): Promise<unknown> => new Anthropic(options).messages.create(PARAMS);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const SITUATIONS: Readonly<Record<string, Situation>> = {
  'connection.aborted': {
    faults: [{ connection: 'hang' }],
    call: (baseURL, options) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 60);
      return new Anthropic({ ...options, baseURL }).messages.create(PARAMS, { signal: controller.signal });
    },
  },
  'connection.connect_timeout': {
    call: (_, options) => create({ ...options, ...failing('UND_ERR_CONNECT_TIMEOUT') }),
  },
  'connection.deadline': {
    faults: [{ connection: 'hang' }],
    call: (baseURL, options) =>
      new Anthropic({ ...options, baseURL }).messages.create(PARAMS, { signal: AbortSignal.timeout(80) }),
  },
  'connection.dns': {
    call: (_, options) => create({ ...options, baseURL: 'http://nowhere.invalid', maxRetries: 0 }),
  },
  'connection.invalid_url': {
    call: (_, options) => create({ ...options, baseURL: 'api.anthropic.com', maxRetries: 0 }),
  },
  'connection.proxy': {
    call: (_, options) =>
      create({
        ...options,
        ...failing('UND_ERR_ABORTED', 'Proxy response (407) !== 200 when HTTP Tunneling'),
      }),
  },
  'connection.tls': {
    call: (url, options) => create({ ...options, baseURL: url.replace('http:', 'https:'), maxRetries: 0 }),
  },
  'connection.unreachable': { call: (_, options) => create({ ...options, ...failing('ENETUNREACH') }) },
  'connection.unrecognized': { call: (_, options) => create({ ...options, ...failing('ENEW') }) },
  'response.slow_consumer': {
    thresholds: { slowConsumerSeconds: 0.05 },
    call: async (baseURL, options) => {
      const stream = await new Anthropic({ ...options, baseURL }).messages.create({
        ...PARAMS,
        stream: true,
      });
      for await (const _ of stream) await pause(20);
    },
  },
  'response.stream_abandoned': {
    call: async (baseURL, options) => {
      const stream = await new Anthropic({ ...options, baseURL }).messages.create({
        ...PARAMS,
        stream: true,
      });
      for await (const _ of stream) break;
    },
  },
  'response.stream_stalled': {
    faults: [{ stream: { after: { deltas: 1 }, then: 'stall', stallMs: 200 } }],
    thresholds: { streamStalledSeconds: 0.1 },
    call: async (baseURL, options) => {
      const stream = await new Anthropic({ ...options, baseURL }).messages.create({
        ...PARAMS,
        stream: true,
      });
      for await (const _ of stream);
    },
  },
  'response.stream_timeout': {
    faults: [{ stream: { after: { deltas: 1 }, then: 'stall', stallMs: 2_000 } }],
    call: async (baseURL, options) => {
      const signal = AbortSignal.timeout(150);
      const client = new Anthropic({ ...options, baseURL });
      const stream = await client.messages.create({ ...PARAMS, stream: true }, { signal });
      for await (const _ of stream);
    },
  },
};

/** Rules that nothing here can show. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  'response.tool_input_invalid': 'the helper throws it after the span has ended: spans of others have it',
  'response.unrecognized': 'needs a failure that is not known yet',
};

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => runner.stop());

test('every rule without a drill has a situation, or a reason', () => {
  expect([...Object.keys(SITUATIONS), ...Object.keys(NOT_SHOWN)].sort()).toEqual(
    Object.keys(undrilled).sort(),
  );
});

test.each(Object.entries(SITUATIONS))('%s', async (id, { faults, thresholds, call }) => {
  const { attributes, durationSeconds } = await runner.call(faults, call);
  const checklist = createChecklist({ thresholds });
  expect(checklist.diagnose(attributes, { durationSeconds })?.id).toBe(id);
});
