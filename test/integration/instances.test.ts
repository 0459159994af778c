// Several instances, copies and versions of the instrumentation in a process, and late providers.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as sdk from '@anthropic-ai/sdk';
import { context, DiagLogLevel, diag, metrics as metricsApi, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTestMeter } from '../support/meter.ts';
import { PARAMS } from '../support/set-up.ts';
import { clientOptionsFor, isCallSpan, SPAN_KINDS, type SpanKind } from '../support/telemetry.ts';

const PACKAGE = fileURLToPath(new URL('../../packages/instrumentation-anthropic/', import.meta.url));
type Package = { AnthropicInstrumentation: typeof AnthropicInstrumentation };

let simulator: Simulator;
const folders: string[] = [];
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  await simulator.close();
});

const recorder = () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const take = () => {
    const spans = exporter.getFinishedSpans();
    exporter.reset();
    return spans;
  };
  return { provider, take };
};

let spans: ReturnType<typeof recorder>;
const made: AnthropicInstrumentation[] = [];
beforeEach(() => {
  spans = recorder();
  trace.setGlobalTracerProvider(spans.provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterEach(() => {
  for (const instrumentation of made.splice(0)) instrumentation.disable();
  trace.disable();
  metricsApi.disable();
  context.disable();
  diag.disable();
});

function start(Class = AnthropicInstrumentation): AnthropicInstrumentation {
  const instrumentation = new Class();
  made.push(instrumentation);
  instrumentation.instrument(sdk);
  return instrumentation;
}

/** A copy of the built package with separate state, like a second installation. */
function copyOfPackage(): Package {
  const folder = mkdtempSync(join(PACKAGE, 'node_modules/.copy-'));
  folders.push(folder);
  cpSync(join(PACKAGE, 'dist'), folder, { recursive: true });
  return createRequire(join(folder, 'index.cjs'))('./index.cjs');
}

async function call(kind: SpanKind): Promise<void> {
  const client = new sdk.Anthropic({
    apiKey: SIMULATOR_API_KEY,
    baseURL: simulator.url,
    ...clientOptionsFor(kind),
  });
  const answer = await client.messages.create(PARAMS);
  expect(answer.type).toBe('message');
  const streamed = [];
  for await (const event of await client.messages.create({ ...PARAMS, stream: true })) streamed.push(event);
  expect(streamed.length).toBeGreaterThan(3);
}

const callSpans = () => spans.take().filter(isCallSpan);
const makeRequest = () => sdk.BaseAnthropic.prototype['makeRequest' as keyof sdk.BaseAnthropic];

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each(['first', 'second'])(
    'of two instances, disabling the %s leaves the other one at work',
    async (which) => {
      const instances = [start(), start()];
      await call(kind);
      expect(callSpans()).toHaveLength(2);
      instances[which === 'first' ? 0 : 1]?.disable();
      await call(kind);
      expect(callSpans()).toHaveLength(2);
    },
  );

  test('of two instances, the newer is disabled while a stream is under way: the other one goes on with it', async () => {
    const [, newer] = [start(), start()];
    const { messages } = new sdk.Anthropic({
      apiKey: SIMULATOR_API_KEY,
      baseURL: simulator.url,
      ...clientOptionsFor(kind),
    });
    const call = messages.create({ ...PARAMS, stream: true });
    newer?.disable();
    for await (const _ of await call);
    expect(callSpans().map(({ attributes }) => attributes)).toMatchObject([
      { 'anthropic.stream.outcome': 'completed', 'gen_ai.usage.output_tokens': 12 },
    ]);
  });

  test('two copies of the package: one span a call, whichever is enabled', async () => {
    const [one, two] = [start(copyOfPackage().AnthropicInstrumentation), start()];
    for (const [first, second] of [
      [true, true],
      [true, false],
      [false, true],
      [true, true],
    ]) {
      if (first) one.enable();
      else one.disable();
      if (second) two.enable();
      else two.disable();
      await call(kind);
      expect(callSpans()).toHaveLength(2);
    }
  });

  test('two copies of the package, both disabled: the SDK is as it was', async () => {
    const before = makeRequest();
    const both = [
      start(copyOfPackage().AnthropicInstrumentation),
      start(copyOfPackage().AnthropicInstrumentation),
    ];
    expect(makeRequest()).not.toBe(before);
    for (const one of both) one.disable();
    expect(makeRequest()).toBe(before);
    await call(kind);
    expect(callSpans()).toEqual([]);
    both[0]?.enable();
    await call(kind);
    expect(callSpans()).toHaveLength(2);
  });
});

test('an older version that is at work keeps its place: calls go on, and one line says so', async () => {
  const slot = Symbol.for('@sevenstep/instrumentation-anthropic.observer');
  const warn = vi.fn();
  const silent = () => undefined;
  diag.setLogger(
    { warn, error: warn, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  // As 0.1 left it: an observer without the methods that current wrappers call.
  const targets = [sdk.BaseAnthropic.prototype];
  for (const target of targets)
    Object.defineProperty(target, slot, { value: { isEnabled: () => true }, configurable: true });
  const before = makeRequest();
  try {
    start();
    await call('owned');
    expect(makeRequest()).toBe(before);
    expect(callSpans()).toEqual([]);
    expect(warn.mock.calls.map((line) => line.join(' '))).toEqual([
      expect.stringMatching(/another version of this package.*Install one version/),
    ]);
  } finally {
    for (const target of targets) Reflect.deleteProperty(target, slot);
  }
});

describe('providers that come late', () => {
  test.each(['before', 'after'])(
    'a meter provider that is set %s registerInstrumentations()',
    async (when) => {
      const meter = startTestMeter();
      const instrumentation = start();
      if (when === 'before') metricsApi.setGlobalMeterProvider(meter.provider);
      registerInstrumentations({ instrumentations: [instrumentation] });
      if (when === 'after') {
        await call('owned');
        metricsApi.setGlobalMeterProvider(meter.provider);
      }
      await call('owned');
      const take = await meter.take();
      const counted = take('gen_ai.client.inference.duration').reduce((sum, { value }) => sum + value, 0);
      expect(counted).toBe(2);
      await meter.stop();
    },
  );

  test('a meter provider that was given stays, whatever becomes the global one', async () => {
    const [given, global] = [startTestMeter(), startTestMeter()];
    const instrumentation = start();
    registerInstrumentations({ instrumentations: [instrumentation], meterProvider: given.provider });
    metricsApi.setGlobalMeterProvider(global.provider);
    await call('owned');
    expect((await given.take())('gen_ai.client.inference.duration')).not.toEqual([]);
    expect((await global.take())('gen_ai.client.inference.duration')).toEqual([]);
    await Promise.all([given.stop(), global.stop()]);
  });

  test('tools and their loop follow setTracerProvider', async () => {
    const instrumentation = start();
    const client = new sdk.Anthropic({
      apiKey: SIMULATOR_API_KEY,
      baseURL: simulator.url,
      ...clientOptionsFor('owned'),
    });
    const tool = {
      name: 'get_weather',
      description: 'The weather in a city',
      input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } },
      parse: (input: unknown) => input,
      run: () => 'rain',
    };
    const run = async () => {
      simulator.load({
        faults: [{ when: { request: 1 }, answer: { toolUse: { name: 'get_weather', input: {} } } }],
      });
      await client.beta.messages.toolRunner({ ...PARAMS, tools: [tool] }).runUntilDone();
    };
    await run();
    expect(spans.take()).toHaveLength(4);
    const other = recorder();
    instrumentation.setTracerProvider(other.provider);
    await run();
    expect(
      other
        .take()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([`chat ${PARAMS.model}`, `chat ${PARAMS.model}`, 'execute_tool get_weather', 'invoke_agent']);
    expect(spans.take()).toEqual([]);
  });
});
