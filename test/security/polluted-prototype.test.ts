// Code has put fields on `Object.prototype`. They are neither settings nor attributes.
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();
let meter: TestMeter;
beforeEach(() => {
  meter = startTestMeter(fixture.telemetry.instrumentation);
});
afterEach(() => meter.stop());

/** Runs `run` while every object inherits `fields`. */
async function polluted<Result>(fields: object, run: () => Result | Promise<Result>): Promise<Result> {
  Object.assign(Object.prototype, fields);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(fields)) Reflect.deleteProperty(Object.prototype, name);
  }
}

test.each(['captureMessageContent', 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'])(
  '%s switches no content on',
  async (name) => {
    const { instrumentation } = fixture.telemetry;
    fixture.simulator.load('ok');
    await polluted({ [name]: 'SPAN_ONLY' }, () => instrumentation.setConfig({}));
    await fixture.client('owned').messages.create(PARAMS);
    expect(fixture.telemetry.takeTrace().attributes).not.toHaveProperty('gen_ai.input.messages');
  },
);

test('an option that a class of the application defines is still read', () => {
  class Options {
    readonly #names = 'nothing';
    get genAiNames(): never {
      return this.#names as never;
    }
  }
  expect(() => new AnthropicInstrumentation(new Options())).toThrow(/genAiNames is "nothing"/);
});

test.each(SPAN_KINDS)('no attribute of a span or a metric is inherited: %s', async (kind) => {
  for (const script of ['ok', '*: 400']) {
    fixture.simulator.load(script);
    const fields = { inherited: 'CANARY', extend: () => undefined };
    await polluted(fields, () =>
      fixture
        .client(kind, { maxRetries: 0 })
        .messages.create(PARAMS)
        .catch(() => undefined),
    );
    const spans = fixture.telemetry.takeSpans();
    expect(spans.length).toBeGreaterThan(0);
    const names = spans.flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => name in fields)).toEqual([]);
    expect(JSON.stringify(await meter.takeMetrics())).not.toContain('CANARY');
  }
});
