// Rate limits in telemetry: on the span of a call near a limit, and as gauges.
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import { diagnose } from '@sevenstep/checklist';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

/** Removes the simulator's own limits, so that only a test's limits are present. */
const NONE = ['requests', 'tokens', 'input-tokens', 'output-tokens']
  .flatMap((kind) => ['limit', 'remaining', 'reset'].map((part) => `!anthropic-ratelimit-${kind}-${part}`))
  .join(' ');

const fixture = setUp(() => startTestTelemetry());
let meter: TestMeter;
beforeAll(() => {
  meter = startTestMeter(fixture.telemetry.instrumentation);
});
afterAll(() => meter.stop());
beforeEach(() => void fixture.telemetry.takeSpans());

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const client = (options: ClientOptions = {}): Anthropic =>
    fixture.client(kind, { maxRetries: 0, ...options });
  /** The span of a call whose answer has these headers. */
  async function answered(status: 'ok' | '429', headers: string) {
    fixture.simulator.load(`${status} ${NONE} ${headers}`);
    await client()
      .messages.create(PARAMS)
      .catch(() => undefined);
    const { attributes } = fixture.telemetry.takeTrace();
    return Object.fromEntries(
      Object.entries(attributes).flatMap(([name, value]) =>
        name.startsWith('anthropic.ratelimit.') ? [[name.slice('anthropic.ratelimit.'.length), value]] : [],
      ),
    );
  }

  test.each<readonly [title: string, reset: string, expected: number]>([
    ['seconds', '30', 30],
    ['seconds and a fraction', '30.5', 30.5],
    ['a few seconds', '2', 2],
    ['a day of seconds', '86400', 86_400],
    ['a time that is over', new Date(Date.now() - 90_000).toISOString(), 0],
  ])('a reset that is written as %s', async (_, reset, expected) => {
    expect(await answered('429', `anthropic-ratelimit-requests-reset=${reset}`)).toEqual({
      'requests.reset': expected,
    });
  });

  /** A time, in whole seconds. */
  const soon = (): number => Math.ceil(Date.now() / 1000) + 90;

  test.each([
    ['epoch seconds', (at: number) => `${at}`],
    ['a time', (at: number) => new Date(at * 1000).toISOString()],
  ])('a reset that is written as %s is counted from the response', async (_, written) => {
    const at = soon();
    const before = Date.now();
    const limits = await answered('429', `anthropic-ratelimit-requests-reset=${written(at)}`);
    const after = Date.now();
    expect(Object.keys(limits)).toEqual(['requests.reset']);
    expect(limits['requests.reset']).toBeLessThanOrEqual(at - before / 1000 + 0.001);
    expect(limits['requests.reset']).toBeGreaterThanOrEqual(at - after / 1000 - 0.001);
  });

  test('a stream that is read for a while changes nothing of when its limits reset', async () => {
    const at = soon();
    fixture.simulator.load(
      `ok ${NONE} ${limits('requests', 100, 1)} anthropic-ratelimit-requests-reset=${at}`,
    );
    const stream = await client().messages.create({ ...PARAMS, stream: true });
    const answeredAt = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 80));
    for await (const _ of stream);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes['anthropic.ratelimit.requests.reset']).toBeGreaterThanOrEqual(
      at - answeredAt / 1000 - 0.001,
    );
  });

  test('a reset that is nonsense, and a limit that is none, are left out', async () => {
    const headers = 'anthropic-ratelimit-requests-reset=soon anthropic-ratelimit-requests-limit=-5';
    expect(await answered('429', headers)).toEqual({});
  });

  const limits = (kindOf: string, limit: number, remaining: number): string =>
    `anthropic-ratelimit-${kindOf}-limit=${limit} anthropic-ratelimit-${kindOf}-remaining=${remaining}`;

  test.each([
    ['a tenth is left', limits('requests', 100, 10), false],
    ['less than a tenth is left', limits('requests', 100, 9), true],
    ['nothing is left', limits('requests', 100, 0), true],
    [
      'less than a tenth is left of the last of several',
      `${limits('requests', 100, 90)} ${limits('tokens', 100, 1)}`,
      true,
    ],
    ['it has no limit', 'anthropic-ratelimit-requests-remaining=1', false],
    ['a limit is nothing', limits('requests', 0, 0), false],
    ['more than nine tenths are used', 'anthropic-ratelimit-unified-5h-utilization=0.95', true],
    ['nine tenths are used', 'anthropic-ratelimit-unified-5h-utilization=0.9', false],
    ['half is used', 'anthropic-ratelimit-unified-5h-utilization=0.5', false],
  ])('a success of which %s: its limits are on the span: %s', async (_, headers, isNear) => {
    const found = await answered('ok', headers);
    expect(Object.keys(found).length > 0).toBe(isNear);
    if (headers.startsWith('anthropic-ratelimit-requests-limit=100') && isNear)
      expect(found['requests.limit']).toBe(100);
  });

  test.each([
    limits('requests', 100, 9),
    limits('web-search-requests', 100, 1),
    'anthropic-ratelimit-unified-7d-sonnet-utilization=0.99',
  ])('the checklist finds that a success is near a limit by %s', async (headers) => {
    fixture.simulator.load(`ok ${NONE} ${headers}`);
    await client().messages.create(PARAMS);
    expect(diagnose(fixture.telemetry.takeTrace().attributes)?.id).toBe('limits.near');
  });

  test.each([
    ['a tenth', 10, []],
    ['less than a tenth', 9, ['requests.limit', 'requests.remaining']],
  ] as const)(
    'a call that recovered and leaves %s has these limits on its span',
    async (_, left, expected) => {
      const refused = `1: 429 retry-after-ms=1 ${NONE} ${limits('requests', 100, 50)}`;
      fixture.simulator.load(`${refused}; 2: ok ${NONE} ${limits('requests', 100, left)}`);
      await client({ maxRetries: 1 }).messages.create(PARAMS);
      const { call } = fixture.telemetry.takeTrace();
      const found = Object.keys(call.attributes).filter((name) => /^anthropic\.ratelimit\..*\./.test(name));
      expect(found).toEqual(expected.map((name) => `anthropic.ratelimit.${name}`));
    },
  );

  test('what a 429 says is exhausted, once, of all its attempts and of no other', async () => {
    const used = `${limits('requests', 50, 0)} ${limits('tokens', 100, 30)}`;
    const other = `${limits('requests', 50, 0)} ${limits('output-tokens', 100, 0)}`;
    const overloaded = limits('input-tokens', 100, 0);
    fixture.simulator.load(
      `1: 429 retry-after-ms=1 ${NONE} ${used}; 2: 529 retry-after-ms=1 ${NONE} ${overloaded}; 3: 429 retry-after-ms=1 ${NONE} ${other}; 4: ok`,
    );
    await client({ maxRetries: 3 }).messages.create(PARAMS);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes['anthropic.ratelimit.exhausted']).toEqual(['requests', 'output_tokens']);
  });

  test('gauges say what the last response of each model said, of each kind', async () => {
    await meter.take();
    const call = async (model: string, headers: string) => {
      fixture.simulator.load(`ok ${NONE} ${headers}`);
      await client().messages.create({ ...PARAMS, model });
    };
    const [one, two] = [`claude-sonnet-5-${kind}`, `claude-opus-5-${kind}`];
    await call(one, `${limits('requests', 100, 90)} ${limits('input-tokens', 1000, 900)}`);
    await call(two, limits('requests', 50, 40));
    await call(one, `${limits('requests', 100, 70)} ${limits('input-tokens', 1000, 800)}`);
    await meter.take();
    // An answer without limits removes nothing.
    await call(one, '');
    const points = await meter.take();
    const seen = (name: 'limit' | 'remaining') =>
      points(`anthropic.client.ratelimit.${name}`)
        .map(({ attributes, value }) => [
          attributes['gen_ai.request.model'],
          attributes['anthropic.ratelimit.kind'],
          value,
        ])
        .filter(([model]) => model === one || model === two)
        .sort();
    expect(seen('limit')).toEqual([
      [two, 'requests', 50],
      [one, 'input_tokens', 1000],
      [one, 'requests', 100],
    ]);
    expect(seen('remaining')).toEqual([
      [two, 'requests', 40],
      [one, 'input_tokens', 800],
      [one, 'requests', 70],
    ]);
  });

  test('gauges say what a refusal and a retried call’s last response said', async () => {
    const model = `claude-haiku-5-${kind}`;
    const remaining = async (): Promise<unknown> =>
      (await meter.take())('anthropic.client.ratelimit.remaining').find(
        ({ attributes }) => attributes['gen_ai.request.model'] === model,
      )?.value;
    fixture.simulator.load(`429 ${NONE} ${limits('requests', 100, 0)}`);
    await client()
      .messages.create({ ...PARAMS, model })
      .catch(() => undefined);
    expect(await remaining()).toBe(0);
    fixture.simulator.load(
      `1: 529 retry-after-ms=1 ${NONE} ${limits('requests', 100, 7)}; 2: ok ${NONE} ${limits('requests', 100, 60)}`,
    );
    await client({ maxRetries: 1 }).messages.create({ ...PARAMS, model });
    expect(await remaining()).toBe(60);
  });

  test("a gateway's own answer has no limits of the API", async () => {
    const model = `claude-fable-5-${kind}`;
    const remaining = async (): Promise<unknown> =>
      (await meter.take())('anthropic.client.ratelimit.remaining').find(
        ({ attributes }) => attributes['gen_ai.request.model'] === model,
      )?.value;
    const call = async (headers: string) => {
      fixture.simulator.load(`429 ${NONE} ${limits('requests', 100, 5)} ${headers}`);
      await client()
        .messages.create({ ...PARAMS, model })
        .catch(() => undefined);
      return remaining();
    };
    // Each answer of the API has a request id.
    expect(await call('!request-id')).toBeUndefined();
    expect(await call('')).toBe(5);
  });
});
