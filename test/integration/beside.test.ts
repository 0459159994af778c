// The instrumentation works with the SDK's own spans, other wrappers, HTTP instrumentation, and every kind of provider.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createRequire } from 'node:module';
import Anthropic from '@anthropic-ai/sdk';
import { context, DiagLogLevel, diag, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import {
  AlwaysOffSampler,
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { PARAMS } from '../support/set-up.ts';
import {
  clientOptionsFor,
  isCallSpan,
  SPAN_KINDS,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

const CJS = createRequire(import.meta.url)('@anthropic-ai/sdk') as typeof import('@anthropic-ai/sdk');

let simulator: Simulator;
let telemetry: TestTelemetry;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => {
  simulator.load({ faults: [] });
  telemetry = startTestTelemetry();
});
afterEach(() => telemetry.stop());

/** Starts over, with no provider registered yet. */
const withoutProvider = () => {
  telemetry.stop();
  telemetry = startTestTelemetry({}, { register: false });
};

const ownProvider = () => {
  const exporter = new InMemorySpanExporter();
  return {
    exporter,
    provider: new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  };
};

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const options = (more: ConstructorParameters<typeof Anthropic>[0] = {}) => ({
    apiKey: SIMULATOR_API_KEY,
    baseURL: simulator.url,
    ...clientOptionsFor(kind),
    ...more,
  });

  test('two copies of the SDK, one of each module system: one span a call', async () => {
    expect(CJS.Anthropic).not.toBe(Anthropic);
    telemetry.instrumentation.instrument(CJS);
    await new CJS.Anthropic(options()).messages.create(PARAMS);
    telemetry.takeTrace();
    await new CJS.Anthropic(options()).messages.stream(PARAMS).finalMessage();
    expect(telemetry.takeTrace().attributes['anthropic.stream.outcome']).toBe('completed');
    await new Anthropic(options()).messages.create(PARAMS);
    telemetry.takeTrace();
  });

  test('instrumenting by hand observes no call of its own', async () => {
    const requestHook = vi.fn();
    telemetry.instrumentation.setConfig({ requestHook });
    telemetry.instrumentation.instrument(Anthropic);
    await new Promise((resolve) => setImmediate(resolve));
    telemetry.instrumentation.setConfig({});
    expect(requestHook).not.toHaveBeenCalled();
  });

  test('disable and enable again: calls pass through, then are seen once', async () => {
    const client = new Anthropic(options());
    telemetry.instrumentation.disable();
    await client.messages.create(PARAMS);
    expect(telemetry.takeSpans().filter(isCallSpan)).toEqual([]);
    telemetry.instrumentation.enable();
    telemetry.instrumentation.instrument(Anthropic);
    await client.messages.create(PARAMS);
    telemetry.takeTrace();
  });

  test.each(['makeRequest', 'fetchWithTimeout'] as const)(
    'a foreign wrapper on %s, put on after ours, stays',
    async (name) => {
      const prototype = Object.getPrototypeOf(Anthropic.prototype) as Record<
        string,
        (...args: unknown[]) => unknown
      >;
      const ours = prototype[name] as (...args: unknown[]) => unknown;
      const foreign = vi.fn(function (this: unknown, ...args: unknown[]) {
        return ours.apply(this, args);
      });
      Object.defineProperty(prototype, name, { value: foreign });
      try {
        telemetry.instrumentation.disable();
        telemetry.instrumentation.enable();
        telemetry.instrumentation.instrument(Anthropic);
        await new Anthropic(options()).messages.create(PARAMS);
        expect(foreign).toHaveBeenCalledTimes(1);
        telemetry.takeTrace();
      } finally {
        Object.defineProperty(prototype, name, { value: ours });
      }
    },
  );

  test('a provider that is registered after the client was made', async () => {
    withoutProvider();
    const client = new Anthropic(options());
    const { exporter, provider } = ownProvider();
    trace.setGlobalTracerProvider(provider);
    await client.messages.create(PARAMS);
    expect(exporter.getFinishedSpans().filter(isCallSpan)).toHaveLength(1);
  });

  test('a provider that samples out: no span, and the call as it was', async () => {
    withoutProvider();
    trace.setGlobalTracerProvider(new BasicTracerProvider({ sampler: new AlwaysOffSampler() }));
    simulator.load('1: 529 retry-after-ms=1; 2: ok');
    expect(await new Anthropic(options()).messages.create(PARAMS)).toMatchObject({ type: 'message' });
    expect(telemetry.takeSpans()).toEqual([]);
  });

  test('suppressTracing', async () => {
    await context.with(suppressTracing(context.active()), () =>
      new Anthropic(options()).messages.create(PARAMS),
    );
    expect(telemetry.takeSpans()).toEqual([]);
  });

  test('spans of an HTTP instrumentation are children of the call, beside its attempts', async () => {
    const undici = new UndiciInstrumentation();
    undici.setTracerProvider(trace.getTracerProvider());
    undici.enable();
    try {
      simulator.load('1: 529 retry-after-ms=1; 2: ok');
      await new Anthropic(
        options({ openTelemetry: kind === 'owned' ? false : { propagation: false } }),
      ).messages.create(PARAMS);
      const spans = telemetry.takeSpans();
      const call = spans.find(isCallSpan);
      const children = spans.filter((span) => span.parentSpanContext?.spanId === call?.spanContext().spanId);
      const scopes = children.map(({ instrumentationScope }) => instrumentationScope.name).sort();
      expect(scopes).toEqual([
        '@opentelemetry/instrumentation-undici',
        '@opentelemetry/instrumentation-undici',
        '@sevenstep/instrumentation-anthropic',
        '@sevenstep/instrumentation-anthropic',
      ]);
    } finally {
      undici.disable();
    }
  });
});

test('a client with a tracer provider of its own: attempts go where its call span goes', async () => {
  const { exporter, provider } = ownProvider();
  simulator.load('1: 529 retry-after-ms=1; 2: ok');
  const client = new Anthropic({
    apiKey: SIMULATOR_API_KEY,
    baseURL: simulator.url,
    logLevel: 'off',
    openTelemetry: { tracerProvider: provider },
  });
  await client.messages.create(PARAMS);
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual([
    'POST /v1/messages',
    'POST /v1/messages',
    'chat claude-sonnet-5',
  ]);
  expect(telemetry.takeSpans()).toEqual([]);
});

test('ANTHROPIC_OPEN_TELEMETRY=false, which others set for the whole process: we own the span', async () => {
  process.env.ANTHROPIC_OPEN_TELEMETRY = 'false';
  try {
    await new Anthropic({
      apiKey: SIMULATOR_API_KEY,
      baseURL: simulator.url,
      logLevel: 'off',
    }).messages.create(PARAMS);
  } finally {
    delete process.env.ANTHROPIC_OPEN_TELEMETRY;
  }
  expect(telemetry.takeTrace().call.instrumentationScope.name).toBe('@sevenstep/instrumentation-anthropic');
});

describe('trace context', () => {
  let server: Server;
  const seen: IncomingHttpHeaders[] = [];
  beforeAll(async () => {
    // The simulator's journal keeps no request headers.
    server = createServer((request, response) => {
      seen.push(request.headers);
      response.writeHead(400, { 'content-type': 'application/json' }).end('{}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterAll(() => server.close());

  test('sent twice, by the SDK and by an HTTP instrumentation, it is said once, with the option to set', async () => {
    const { W3CTraceContextPropagator } = await import('@opentelemetry/core');
    const { propagation } = await import('@opentelemetry/api');
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    const undici = new UndiciInstrumentation();
    undici.setTracerProvider(trace.getTracerProvider());
    undici.enable();
    const warn = vi.fn();
    const silent = () => undefined;
    diag.setLogger(
      { warn, error: silent, info: silent, debug: silent, verbose: silent },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
    const baseURL = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    const call = (openTelemetry: { propagation: boolean }) =>
      new Anthropic({
        apiKey: SIMULATOR_API_KEY,
        baseURL,
        logLevel: 'off',
        maxRetries: 0,
        openTelemetry,
      }).messages
        .create(PARAMS)
        .catch(() => undefined);
    try {
      await call({ propagation: false });
      expect(warn).not.toHaveBeenCalled();
      await call({ propagation: true });
      await call({ propagation: true });
      const notices = warn.mock.calls.flat().filter((text) => String(text).includes('traceparent'));
      expect(notices).toEqual([expect.stringContaining('openTelemetry: { propagation: false }')]);
      expect(seen.map(({ traceparent }) => String(traceparent).split(',').length)).toEqual([1, 2, 2]);
    } finally {
      undici.disable();
      diag.disable();
      propagation.disable();
    }
  });
});
