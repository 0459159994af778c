// The load of a soak: many calls at once through the real SDK to a simulator that fails in many ways.
import Anthropic, * as sdk from '@anthropic-ai/sdk';
import * as streaming from '@anthropic-ai/sdk/core/streaming';
import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, startSimulator } from '@sevenstep/anthropic-simulator';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import type { Accounts } from './accounts.ts';

/** A bit of everything, and most of it well. */
const FAULTS = [
  '8%: 429 retry-after-ms=5',
  '6%: 529 retry-after-ms=5',
  '4%: 500 retry-after-ms=5',
  '4%: 400',
  '3%: 502 retry-after-ms=5',
  '2%: cut after 4 events',
  '2%: end after 5 events',
  '2%: error after 3 events',
  '2%: garbage after 3 events',
].join('; ');

const PARAMS = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  messages: [{ role: 'user' as const, content: 'Hello' }],
};

/** Ways of calling; what they throw is part of it. */
const WAYS: readonly ((client: Anthropic) => Promise<unknown>)[] = [
  (client) => client.messages.create(PARAMS),
  async (client) => {
    for await (const _ of await client.messages.create({ ...PARAMS, stream: true }));
  },
  (client) => client.messages.stream(PARAMS).finalMessage(),
  async (client) => {
    for await (const _ of await client.messages.create({ ...PARAMS, stream: true })) break;
  },
  async (client) => (await client.messages.create(PARAMS).asResponse()).json(),
  (client) => client.messages.create(PARAMS, { signal: AbortSignal.timeout(1) }),
  async (client) => {
    const stream = client.messages.stream(PARAMS);
    stream.on('text', () => stream.abort());
    await stream.finalMessage();
  },
  (client) => client.models.list(),
];

const AT_ONCE = 16;

export interface Soak {
  /** Makes some calls at once and waits for them. Gives how many. */
  round(): Promise<number>;
  /** Resolves when everything so far is exported. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export async function startSoak(accounts: Accounts): Promise<Soak> {
  const simulator = await startSimulator(FAULTS);
  const exporter = {
    export: (spans: readonly ReadableSpan[], done: (result: { code: number }) => void) => {
      accounts.exported(spans);
      done({ code: 0 });
    },
    shutdown: async () => undefined,
  };
  // Larger than what ends between two exports: a span that is dropped would be missed here.
  const batch = new BatchSpanProcessor(exporter, { maxQueueSize: 65_536, scheduledDelayMillis: 200 });
  const provider = new BasicTracerProvider({
    spanProcessors: [accounts, new DiagnosisSpanProcessor(), batch],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const metricExporter = {
    export: (_: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const reader = new PeriodicExportingMetricReader({
    exporter: metricExporter as never,
    exportIntervalMillis: 1_000,
  });
  const meters = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(meters);
  new AnthropicInstrumentation().instrument(sdk, streaming);
  const options = { apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, logLevel: 'off' as const };
  const clients = [new Anthropic(options), new Anthropic({ ...options, openTelemetry: false })];
  let turn = 0;
  const call = async (): Promise<void> => {
    turn += 1;
    const client = clients[turn % clients.length];
    const way = WAYS[Math.floor(turn / clients.length) % WAYS.length];
    if (client && way) await way(client).catch(() => undefined);
  };
  return {
    round: async () => {
      await Promise.all(Array.from({ length: AT_ONCE }, call));
      return AT_ONCE;
    },
    settled: async () => {
      await simulator.settled();
      // Its journal is no memory of ours, and fills for some time.
      simulator.load(FAULTS);
      // What the helper aborts ends a little later.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await provider.forceFlush();
    },
    stop: async () => {
      await simulator.settled();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await provider.shutdown();
      await meters.shutdown();
      await simulator.close();
    },
  };
}
