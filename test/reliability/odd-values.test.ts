// Odd objects in an application's parameters, options and errors. The SDK accepts or rejects them as without us.
import Anthropic from '@anthropic-ai/sdk';
import { SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { describe, expect, test } from 'vitest';
import { misfits, written } from '../support/attribute-types.ts';
import { stepsFail } from '../support/failed-steps.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import {
  clientOptionsFor,
  isCallSpan,
  SPAN_KINDS,
  type SpanKind,
  startTestTelemetry,
} from '../support/telemetry.ts';
import { RICH_PARAMS } from './suite/rich-params.ts';

type Params = Anthropic.MessageCreateParamsNonStreaming;

const fixture = setUp(() =>
  startTestTelemetry({ captureMessageContent: 'SPAN_ONLY', attemptSpans: 'always' }),
);

class Refusing extends Error {}
const fails = (): never => {
  throw new Refusing('no');
};

/** Applies `change` to `value` and to all values inside. */
function deeply(value: unknown, change: <Given extends object>(given: Given) => Given): unknown {
  if (Array.isArray(value)) return change(value.map((item) => deeply(item, change)));
  if (typeof value !== 'object' || value === null) return value;
  return change(
    Object.fromEntries(Object.entries(value).map(([name, held]) => [name, deeply(held, change)])),
  );
}

const withoutPrototype = <Given extends object>(given: Given): Given =>
  Array.isArray(given) ? given : Object.assign(Object.create(null), given);

const passing = <Given extends object>(given: Given): Given => new Proxy(given, {});

const cycle: Record<string, unknown> = {};
cycle.self = cycle;
const revoked = Proxy.revocable({}, {});
revoked.revoke();

/** Values in place of parameters, as functions because some can be read only once. */
const PARAMETERS: Readonly<Record<string, () => unknown>> = {
  'frozen at every depth': () => deeply(RICH_PARAMS, Object.freeze),
  'sealed at every depth': () => deeply(RICH_PARAMS, Object.seal),
  'without prototype at every depth': () => deeply(RICH_PARAMS, withoutPrototype),
  'proxies at every depth': () => deeply(RICH_PARAMS, passing),
  'a toJSON that throws': () => ({ ...PARAMS, metadata: { toJSON: fails } }),
  'a toJSON that throws, of the whole': () => ({ ...PARAMS, toJSON: fails }),
  'a toJSON that throws, in a message': () => ({
    ...PARAMS,
    messages: [{ role: 'user', content: { toJSON: fails } }],
  }),
  'a toJSON that says something else': () => ({ ...PARAMS, messages: { toJSON: () => PARAMS.messages } }),
  'a getter that throws': () => ({
    ...PARAMS,
    metadata: Object.defineProperty({}, 'user_id', { enumerable: true, get: fails }),
  }),
  'a model that throws': () =>
    Object.defineProperty({ ...PARAMS }, 'model', { enumerable: false, get: fails }),
  'a message whose getter throws': () => ({
    ...PARAMS,
    messages: [Object.defineProperty({}, 'role', { enumerable: true, get: fails })],
  }),
  'a proxy whose every trap throws': () => ({
    ...PARAMS,
    metadata: new Proxy(
      {},
      { get: fails, has: fails, ownKeys: fails, getPrototypeOf: fails, getOwnPropertyDescriptor: fails },
    ),
  }),
  'a proxy that is revoked': () => ({ ...PARAMS, metadata: revoked.proxy }),
  'a cycle': () => ({ ...PARAMS, metadata: cycle }),
  'a bigint': () => ({ ...PARAMS, max_tokens: 64n }),
  'numbers that JSON has not': () => ({
    ...PARAMS,
    max_tokens: Number.NaN,
    temperature: Number.NEGATIVE_INFINITY,
  }),
  'half a surrogate pair': () => ({
    ...PARAMS,
    model: 'claude-\ud800',
    messages: [{ role: 'user', content: '\udfff' }],
  }),
  'a model of a megabyte': () => ({ ...PARAMS, model: `claude-${'x'.repeat(2 ** 20)}` }),
  'a symbol for a model': () => ({ ...PARAMS, model: Symbol('claude') }),
  'an array with nothing in it': () => ({ ...PARAMS, stop_sequences: new Array(1_000) }),
  'no object': () => 'params',
  nothing: () => undefined,
};

/** Options of the request, with normal parameters. */
const OPTIONS: Readonly<Record<string, () => unknown>> = {
  frozen: () => Object.freeze({ timeout: 60_000, headers: Object.freeze({ 'x-app': '1' }) }),
  'without prototype': () => withoutPrototype({ timeout: 60_000 }),
  'a header of a megabyte': () => ({ headers: { 'x-app': 'y'.repeat(2 ** 20) } }),
  'a header with a line break': () => ({ headers: { 'x-app': 'a\r\nb: c' } }),
  'headers whose getter throws': () => ({
    headers: Object.defineProperty({}, 'x-app', { enumerable: true, get: fails }),
  }),
  'a header whose text throws': () => ({ headers: { 'x-app': { toString: fails } } }),
  'a signal that is none': () => ({ signal: { aborted: false, addEventListener: fails } }),
  'a negative timeout': () => ({ timeout: -1 }),
  'no number of retries': () => ({ maxRetries: Number.NaN }),
};

/** Values with which an application's `fetch` rejects. */
const THROWN: Readonly<Record<string, () => unknown>> = {
  'a string': () => 'no',
  nothing: () => undefined,
  'a frozen error': () => Object.freeze(new TypeError('fetch failed')),
  'an error without prototype': () => withoutPrototype({ message: 'no' }),
  'an error whose message throws': () => Object.defineProperty(new Error(), 'message', { get: fails }),
  'an error that is its own cause': () => {
    const error = new Error('round');
    return Object.assign(error, { cause: error });
  },
  'an error of a megabyte': () => new Error('x'.repeat(2 ** 20)),
  'a proxy that is revoked': () => revoked.proxy,
};

/** The application's results, with our spans. */
async function seen(run: () => PromiseLike<unknown>): Promise<unknown> {
  fixture.telemetry.takeSpans();
  try {
    return { value: await run() };
  } catch (error) {
    return describeThrown(error);
  }
}

function describeThrown(error: unknown): unknown {
  try {
    const { message } = error as Error;
    return { class: Object.getPrototypeOf(error)?.constructor.name, message };
  } catch (problem) {
    return { hostile: typeof error, problem: (problem as Error).message };
  }
}

async function sameAsWithoutUs(
  kind: SpanKind,
  run: () => PromiseLike<unknown>,
  script: string,
): Promise<void> {
  const { simulator, telemetry } = fixture;
  telemetry.instrumentation.disable();
  simulator.load(script);
  const alone = await seen(run);
  const requests = simulator.journal.length;
  telemetry.instrumentation.enable();
  simulator.load(script);
  expect(await seen(run)).toEqual(alone);
  expect(simulator.journal).toHaveLength(requests);
  const calls = telemetry.takeSpans().filter(isCallSpan);
  if (requests > 0) expect(calls).toHaveLength(1);
  for (const { attributes, name } of calls) {
    expect(misfits(written(kind, attributes))).toEqual([]);
    expect(name.isWellFormed()).toBe(true);
    expect(name.length).toBeLessThan(2_100);
  }
}

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const client = (more: object = {}) =>
    new Anthropic({
      apiKey: SIMULATOR_API_KEY,
      baseURL: fixture.simulator.url,
      maxRetries: 0,
      ...clientOptionsFor(kind),
      ...more,
    });

  // A failed request is read completely.
  describe.each(['', '*: 400'])('%j', (script) => {
    test.each(Object.entries(PARAMETERS))('parameters: %s', async (_, make) => {
      stepsFail('describing a request');
      await sameAsWithoutUs(kind, () => client().messages.create(make() as Params), script);
    });
    test.each(Object.entries(OPTIONS))('options: %s', async (_, make) => {
      await sameAsWithoutUs(kind, () => client().messages.create(PARAMS, make() as object), script);
    });
  });

  test.each(Object.entries(THROWN))('thrown: %s', async (_, make) => {
    stepsFail('recording a failed attempt');
    const fetch = async () => {
      throw make();
    };
    await sameAsWithoutUs(kind, () => client({ fetch }).messages.create(PARAMS), '');
  });
});
