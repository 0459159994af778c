// A call that the application excludes has no span, metric or event from us, and the SDK's own span stays as it is.
import * as sdk from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import { context, trace } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { AlwaysOffSampler, BasicTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import type { AnthropicInstrumentationConfig, RequestHookInfo } from '@sevenstep/instrumentation-anthropic';
import { METRICS } from '@sevenstep/semantic-conventions';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { stepsFail } from '../support/failed-steps.ts';
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

let simulator: Simulator;
let telemetry: TestTelemetry | undefined;
let meter: TestMeter | undefined;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
afterEach(async () => {
  telemetry?.stop();
  await meter?.stop();
});

const WHOLE = {
  captureMessageContent: true,
  attemptSpans: 'always',
  longWaitSeconds: 0.001,
} as const satisfies AnthropicInstrumentationConfig;
const events = new InMemoryLogRecordExporter();

function start(config: AnthropicInstrumentationConfig): TestTelemetry {
  events.reset();
  telemetry = startTestTelemetry({ ...WHOLE, ...config });
  meter = startTestMeter(telemetry.instrumentation);
  telemetry.instrumentation.setLoggerProvider(
    new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: events })] }),
  );
  return telemetry;
}

const clientOf = (kind: SpanKind, options: sdk.ClientOptions = {}): sdk.Anthropic =>
  new sdk.Anthropic({
    apiKey: SIMULATOR_API_KEY,
    baseURL: simulator.url,
    maxRetries: 1,
    ...clientOptionsFor(kind),
    ...options,
  });

const drain = async (items: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of items);
};
const OF_CALLS = {
  create: (client: sdk.Anthropic) => client.messages.create(PARAMS),
  'a stream': async (client: sdk.Anthropic) =>
    drain(await client.messages.create({ ...PARAMS, stream: true })),
  'the stream helper': (client: sdk.Anthropic) => client.messages.stream(PARAMS).finalMessage(),
  'a raw response': async (client: sdk.Anthropic) =>
    (await client.messages.create(PARAMS).asResponse()).json(),
};
const SCRIPTS = ['ok', '1: 529 retry-after-ms=5; 2: ok', '400'];

/** The part that only the SDK wrote, which is the same without the instrumentation. */
const bare = (span: ReadableSpan) => ({
  name: span.name,
  status: span.status,
  attributes: Object.fromEntries(
    Object.entries(span.attributes).filter(
      ([name]) =>
        !name.startsWith('anthropic.diagnosis.') && !/request\.id|response\.id|time_to_first/.test(name),
    ),
  ),
});

async function bareSpans(kind: SpanKind, script: string, call: (client: sdk.Anthropic) => Promise<unknown>) {
  const without = startTestTelemetry({ enabled: false });
  try {
    without.instrumentation.disable();
    simulator.load(script);
    await call(clientOf(kind)).catch(() => undefined);
    return without.takeSpans().map(bare);
  } finally {
    without.stop();
  }
}

async function expectNothing(): Promise<void> {
  const points = (await meter?.take()) ?? (() => []);
  expect(Object.keys(METRICS).filter((name) => points(name).length > 0)).toEqual([]);
  expect(events.getFinishedLogRecords()).toEqual([]);
}

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  describe.each(Object.entries(OF_CALLS))('%s', (_, call) => {
    test.each(SCRIPTS)('ignoreRequestHook leaves the call alone: %s', async (script) => {
      const expected = await bareSpans(kind, script, call);
      expect(expected).toHaveLength(kind === 'adopted' ? 1 : 0);
      const seen: RequestHookInfo[] = [];
      start({
        ignoreRequestHook: (info) => {
          seen.push(info);
          return true;
        },
      });
      simulator.load(script);
      await call(clientOf(kind)).catch(() => undefined);
      expect(telemetry?.takeSpans().map(bare)).toEqual(expected);
      await expectNothing();
      expect(seen).toHaveLength(1);
      expect(seen[0]?.method).toMatch(/^messages\.(create|stream)$/);
      expect(seen[0]?.body).toMatchObject(PARAMS);
    });
  });

  test.each([
    ['gives false', () => false],
    ['gives what is no answer', () => 'yes' as unknown as boolean],
    ['gives a promise', (async () => true) as unknown as () => boolean],
    [
      'throws',
      () => {
        throw new Error('no answer');
      },
    ],
  ])('a call for which ignoreRequestHook %s is observed', async (_, ignoreRequestHook) => {
    stepsFail('the ignoreRequestHook');
    const { takeTrace } = start({ ignoreRequestHook });
    simulator.load('ok');
    await clientOf(kind).messages.create(PARAMS);
    expect(takeTrace().attributes['anthropic.sdk.method']).toBe('messages.create');
  });

  test('requireParentSpan observes a call within a span, and no other', async () => {
    const { takeSpans, takeTrace } = start({ requireParentSpan: true });
    simulator.load('ok');
    const client = clientOf(kind);
    await client.messages.create(PARAMS);
    expect(takeSpans().filter(isCallSpan)).toEqual([]);
    await expectNothing();
    const parent = trace.getTracer('application').startSpan('parent');
    await context.with(trace.setSpan(context.active(), parent), () => client.messages.create(PARAMS));
    expect(takeTrace().call.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    parent.end();
  });

  test('requireParentSpan: a call whose spans are not recorded is measured within a span alone', async () => {
    start({ requireParentSpan: true });
    simulator.load('ok');
    const unrecorded = new BasicTracerProvider({ sampler: new AlwaysOffSampler() });
    const client = clientOf(kind, {
      openTelemetry: { tracerProvider: unrecorded, traces: kind === 'adopted' },
    });
    const measured = async () =>
      ((await meter?.take())?.('gen_ai.client.inference.duration') ?? []).reduce(
        (sum, { value }) => sum + value,
        0,
      );
    await client.messages.create(PARAMS);
    expect(await measured()).toBe(0);
    const parent = unrecorded.getTracer('application').startSpan('parent');
    await context.with(trace.setSpan(context.active(), parent), () => client.messages.create(PARAMS));
    expect(await measured()).toBe(1);
  });

  test.each([
    ['a patched client', false],
    ['the middleware of a patched client', true],
  ])('the hook is asked once per call, whatever it would say of a retry: %s', async (_, withMiddleware) => {
    const answers = [true, false];
    start({ ignoreRequestHook: () => answers.shift() ?? false });
    const { instrumentation, takeSpans } = telemetry as TestTelemetry;
    simulator.load('1: 529 retry-after-ms=5; 2: ok');
    const options = withMiddleware ? { middleware: [instrumentation.middleware()] } : {};
    await clientOf(kind, options).messages.create(PARAMS);
    expect(
      takeSpans().filter(({ instrumentationScope }) => instrumentationScope.name.startsWith('@')),
    ).toEqual([]);
    expect(answers).toEqual([false]);
    await expectNothing();
  });

  test('through the middleware alone, too', async () => {
    const answers = [true, false];
    const observing = startTestTelemetry(
      { ...WHOLE, ignoreRequestHook: () => answers.shift() ?? false },
      { patch: false },
    );
    try {
      simulator.load('1: 529 retry-after-ms=5; 2: ok');
      const client = clientOf(kind, { middleware: [observing.instrumentation.middleware()] });
      await client.messages.create(PARAMS);
      expect(observing.takeSpans().filter(isCallSpan)).toEqual([]);
      expect(answers).toEqual([false]);
      await client.messages.create(PARAMS);
      expect(observing.takeSpans().filter(isCallSpan)).toHaveLength(1);
    } finally {
      observing.stop();
    }
  });
});

test('requireParentSpan: a tool runner without a parent has no spans, and none of its calls and tools', async () => {
  const { takeSpans } = start({ requireParentSpan: true });
  const run = vi.fn(() => 'rain');
  const tool = betaTool({ name: 'get_weather', description: '', inputSchema: { type: 'object' }, run });
  const loop = async () => {
    simulator.load({
      faults: [{ when: { request: 1 }, answer: { toolUse: { name: 'get_weather', input: {} } } }],
    });
    await clientOf('owned')
      .beta.messages.toolRunner({ ...PARAMS, tools: [tool] })
      .runUntilDone();
  };
  await loop();
  expect(run).toHaveBeenCalledOnce();
  expect(takeSpans()).toEqual([]);
  const parent = trace.getTracer('application').startSpan('parent');
  await context.with(trace.setSpan(context.active(), parent), loop);
  expect(takeSpans().map(({ attributes }) => attributes['gen_ai.operation.name'])).toEqual(
    expect.arrayContaining(['invoke_agent', 'chat', 'execute_tool']),
  );
  parent.end();
});

test('a call that is left alone is no call that nobody observes', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  try {
    start({ ignoreRequestHook: () => true });
    simulator.load('ok');
    const { instrumentation } = telemetry as TestTelemetry;
    await clientOf('owned').messages.create(PARAMS);
    await clientOf('owned', { middleware: [instrumentation.middleware()] }).messages.create(PARAMS);
    expect(warn.mock.calls.filter(([text]) => String(text).includes('not observed'))).toEqual([]);
  } finally {
    warn.mockRestore();
  }
});
