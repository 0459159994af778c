// The load of a soak: many calls at once through the real SDK to a simulator that fails in many ways.
import Anthropic, * as sdk from '@anthropic-ai/sdk';
import {
  type Context,
  context,
  createContextKey,
  metrics,
  propagation,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type ReadableSpan,
  type Sampler,
  SamplingDecision,
} from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, startSimulator } from '@sevenstep/anthropic-simulator';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import type { Accounts, Made } from './accounts.ts';

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

type Way = (client: Anthropic) => Promise<unknown>;

const listModels: Way = (client) => client.models.list();

/** Ways of calling; what they throw is part of it. */
const WAYS: readonly Way[] = [
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
  async (client) => (await client.messages.create({ ...PARAMS, stream: true }).asResponse()).body?.cancel(),
  (client) => client.messages.create(PARAMS, { signal: AbortSignal.abort() }),
  listModels,
];

/** In the context of a call that is not sampled: one of four. */
const UNSAMPLED = createContextKey('unsampled');
const SAMPLED_OF_FOUR = 3;
const sampler: Sampler = {
  shouldSample: (parent) => {
    const isLeftOut =
      parent.getValue(UNSAMPLED) || trace.getSpanContext(parent)?.traceFlags === TraceFlags.NONE;
    return { decision: isLeftOut ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED };
  },
  toString: () => 'three of four calls',
};
/** The parent from a remote caller that did not sample its span. */
const UNSAMPLED_PARENT = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: TraceFlags.NONE,
  isRemote: true,
};

/** Parts that an application may lack. */
export const PARTS = ['propagator', 'provider'] as const;
export type Part = (typeof PARTS)[number];

/** How many durations a cumulative export has. */
function durations({ scopeMetrics }: ResourceMetrics): number {
  const data = scopeMetrics
    .flatMap((scope) => scope.metrics)
    .find(({ descriptor }) => descriptor.name === 'gen_ai.client.inference.duration');
  const counts = data?.dataPoints.map(({ value }) => (value as { count: number }).count) ?? [];
  return counts.reduce((total, count) => total + count, 0);
}

const AT_ONCE = 16;

/** By the sampler, and every other time by a caller elsewhere. */
const unsampled = (lap: number): Context =>
  lap % 8 < 4
    ? context.active().setValue(UNSAMPLED, true)
    : trace.setSpanContext(context.active(), UNSAMPLED_PARENT);

export interface Soak {
  /** Makes some calls at once and waits for them. */
  round(): Promise<void>;
  /** All that were made so far. */
  made(): Made;
  /** Resolves when everything so far is exported. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** @param without what the application has not registered. */
export async function startSoak(accounts: Accounts, without?: Part): Promise<Soak> {
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
    sampler,
    spanProcessors: [accounts, new DiagnosisSpanProcessor(), batch],
  });
  if (without !== 'provider') trace.setGlobalTracerProvider(provider);
  if (without !== 'propagator') propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const metricExporter = {
    export: (resource: ResourceMetrics, done: (result: { code: number }) => void) => {
      accounts.measured(durations(resource));
      done({ code: 0 });
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const reader = new PeriodicExportingMetricReader({
    exporter: metricExporter as never,
    exportIntervalMillis: 1_000,
  });
  const meters = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(meters);
  new AnthropicInstrumentation().instrument(sdk);
  const options = { apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, logLevel: 'off' as const };
  const clients = [new Anthropic(options), new Anthropic({ ...options, openTelemetry: false })];
  const made = { calls: 0, sampled: 0, operations: 0 };
  const call = async (): Promise<void> => {
    const turn = made.calls;
    made.calls += 1;
    const client = clients[turn % clients.length];
    const way = WAYS[Math.floor(turn / clients.length) % WAYS.length];
    if (!client || !way) throw new Error('both lists have what their length says');
    // Each way of each client in its turn.
    const lap = Math.floor(turn / (clients.length * WAYS.length));
    const isSampled = lap % 4 < SAMPLED_OF_FOUR;
    if (isSampled && without !== 'provider') made.sampled += 1;
    if (way !== listModels) made.operations += 1;
    const within = isSampled ? context.active() : unsampled(lap);
    await context.with(within, () => way(client).catch(() => undefined));
  };
  return {
    round: async () => {
      await Promise.all(Array.from({ length: AT_ONCE }, call));
    },
    made: () => made,
    settled: async () => {
      await simulator.settled();
      // The simulator's journal is not our memory, and fills for some time.
      simulator.load(FAULTS);
      // Requests that the helper aborts end a little later.
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
