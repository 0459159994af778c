// Metrics of real calls are the same for owned and adopted spans, and without recorded spans.
import Anthropic from '@anthropic-ai/sdk';
import { context, propagation, ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { metrics } from '@opentelemetry/sdk-node';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  ParentBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { isPreviousName, METRICS } from '@sevenstep/semantic-conventions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestMeter } from '../support/meter.ts';
import { PARAMS } from '../support/set-up.ts';
import { clientOptionsFor, SPAN_KINDS, type SpanKind, startTestTelemetry } from '../support/telemetry.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

/** Which spans are recorded, and whether their context is propagated, as NodeSDK does by default. */
interface Tracing {
  /** Replaces the provider that records all spans. */
  readonly provider?: () => BasicTracerProvider | undefined;
  readonly propagates?: true;
  /** The flags of a remote parent of the calls. */
  readonly parent?: TraceFlags;
}
const sampledOut = () => new BasicTracerProvider({ sampler: new AlwaysOffSampler() });
const parentBased = () =>
  new BasicTracerProvider({ sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }) });
const none = () => undefined;
const TRACERS = {
  'a tracer': {},
  'a tracer and a propagator': { propagates: true },
  'spans that are sampled out': { provider: sampledOut },
  'spans that are sampled out, and a propagator': { provider: sampledOut, propagates: true },
  'an incoming traceparent with flag 00': {
    provider: parentBased,
    propagates: true,
    parent: TraceFlags.NONE,
  },
  'no tracer': { provider: none },
  'no tracer, a propagator and an incoming traceparent': {
    provider: none,
    propagates: true,
    parent: TraceFlags.SAMPLED,
  },
} as const satisfies Record<string, Tracing>;

/** A point of a metric without the values that differ in each run, such as duration and port. */
function summary({ attributes, value }: metrics.DataPoint<unknown>): object {
  const { 'server.port': _, ...rest } = attributes;
  const count = (value as { count?: number }).count;
  return { ...rest, value: count === undefined ? value : { count } };
}

/** The measurements of one stream, one failure, and one retried call, by metric. */
async function measured(kind: SpanKind, tracer: keyof typeof TRACERS): Promise<Record<string, object[]>> {
  const telemetry = startTestTelemetry();
  const { provider: makeProvider, propagates, parent }: Tracing = TRACERS[tracer];
  if (propagates) propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  if (makeProvider) {
    trace.disable();
    const provider = makeProvider();
    if (provider) trace.setGlobalTracerProvider(provider);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    telemetry.instrumentation.setTracerProvider(trace.getTracerProvider());
  }
  const exporter = new metrics.InMemoryMetricExporter(metrics.AggregationTemporality.CUMULATIVE);
  const reader = new metrics.PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new metrics.MeterProvider({ readers: [reader] });
  telemetry.instrumentation.setMeterProvider(provider);
  try {
    const client = new Anthropic({
      apiKey: SIMULATOR_API_KEY,
      baseURL: simulator.url,
      ...clientOptionsFor(kind),
    });
    simulator.load('#1: ok; #2: 400; #3: 529 retry-after-ms=5; #4: ok');
    await context.with(parentContext(parent), async () => {
      for await (const _ of await client.messages.create({ ...PARAMS, stream: true }));
      await expect(client.messages.create(PARAMS)).rejects.toThrow(Anthropic.BadRequestError);
      await client.messages.create(PARAMS);
      await client.models.list();
    });
    await provider.forceFlush();
    const scopes = exporter.getMetrics().at(-1)?.scopeMetrics ?? [];
    return Object.fromEntries(
      scopes.flatMap((scope) =>
        scope.metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints.map(summary)]),
      ),
    );
  } finally {
    await provider.shutdown();
    propagation.disable();
    telemetry.stop();
  }
}

const parentContext = (traceFlags: TraceFlags | undefined) =>
  traceFlags === undefined
    ? ROOT_CONTEXT
    : trace.setSpanContext(ROOT_CONTEXT, {
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: 'b7ad6b7169203331',
        traceFlags,
        isRemote: true,
      });

const CALL = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-sonnet-5',
  'server.address': '127.0.0.1',
};
const ANSWERED = { ...CALL, 'gen_ai.response.model': 'claude-sonnet-5' };
const MODALITY = { 'gen_ai.token.modality': 'unknown' };
const MODEL = { 'gen_ai.request.model': 'claude-sonnet-5' };
const attempt = (outcome: string, status: number) => ({
  'anthropic.attempt.outcome': outcome,
  'http.response.status_code': status,
});

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each(Object.keys(TRACERS) as (keyof typeof TRACERS)[])('with %s', async (tracer) => {
    const found = await measured(kind, tracer);
    // The processor counts diagnoses, and the doctor counts checks. These calls have no cached tokens and no thinking.
    const ours = Object.keys(METRICS).filter(
      (name) => !isPreviousName(name) && !/diagnoses$|\.check\.|cache|reasoning/.test(name),
    );
    expect(Object.keys(found).sort()).toEqual(ours.sort());
    expect(found).toMatchObject({
      'gen_ai.client.inference.duration': [
        { ...ANSWERED, value: { count: 2 } },
        { ...CALL, 'error.type': 'invalid_request_error', value: { count: 1 } },
      ],
      'gen_ai.client.inference.operation.input_tokens': [{ ...ANSWERED, value: { count: 2 } }],
      'gen_ai.client.inference.operation.output_tokens': [{ ...ANSWERED, value: { count: 2 } }],
      'gen_ai.client.inference.usage.input_tokens': [{ ...ANSWERED, ...MODALITY, value: 50 }],
      'gen_ai.client.inference.usage.output_tokens': [{ ...ANSWERED, ...MODALITY, value: 24 }],
      'gen_ai.client.inference.time_to_first_chunk': [{ ...ANSWERED, value: { count: 1 } }],
      // Nine events: eight after the first.
      'gen_ai.client.inference.time_per_output_chunk': [{ ...ANSWERED, value: { count: 8 } }],
      'anthropic.client.retry.delay': [{ ...attempt('overloaded', 529), ...MODEL, value: { count: 1 } }],
      'anthropic.client.stream.outcomes': [{ 'anthropic.stream.outcome': 'completed', ...MODEL, value: 1 }],
    });
    expect(found['anthropic.client.attempts']).toEqual([
      { ...attempt('success', 200), ...MODEL, value: 2 },
      { ...attempt('rejected', 400), ...MODEL, 'error.type': '400', value: 1 },
      { ...attempt('overloaded', 529), ...MODEL, 'error.type': '529', value: 1 },
      // A call without a model: the list of models.
      { ...attempt('success', 200), value: 1 },
    ]);
    const kinds = found['anthropic.client.ratelimit.remaining']?.map((point) =>
      Reflect.get(point, 'anthropic.ratelimit.kind'),
    );
    expect(kinds).toEqual(expect.arrayContaining(['requests', 'tokens', 'input_tokens', 'output_tokens']));
  });

  test('a model that repeats the request is on no metric', async () => {
    const telemetry = startTestTelemetry();
    const meter = startTestMeter(telemetry.instrumentation);
    const repeated = 'nightingale-2026-plan';
    const events = [
      { type: 'message_start', message: { id: 'msg_1', model: repeated, content: [] } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
      { type: 'message_stop' },
    ];
    const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
    const client = new Anthropic({
      apiKey: SIMULATOR_API_KEY,
      ...clientOptionsFor(kind),
      fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
    });
    const messages = [{ role: 'user' as const, content: `Summarize ${repeated}.` }];
    for await (const _ of await client.messages.create({ ...PARAMS, messages, stream: true }));
    const found = await meter.takeMetrics();
    expect(found.map(({ descriptor }) => descriptor.name)).toContain(
      'gen_ai.client.inference.time_per_output_chunk',
    );
    expect(JSON.stringify(found)).not.toContain(repeated);
    await meter.stop();
    telemetry.stop();
  });
});
