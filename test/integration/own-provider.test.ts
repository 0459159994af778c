// Only the instrumentation has this provider. The SDK's span is then only the incoming parent, and our instrumentation makes the call's span.
import Anthropic from '@anthropic-ai/sdk';
import { context, ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerPropagator } from '../support/sampling-modes.ts';
import { PARAMS } from '../support/set-up.ts';
import { startTestTelemetry, type TestTelemetry } from '../support/telemetry.ts';

let simulator: Simulator;
let telemetry: TestTelemetry;
const exporter = new InMemorySpanExporter();
beforeAll(async () => {
  simulator = await startSimulator();
  telemetry = startTestTelemetry({}, { register: false });
  registerPropagator();
  telemetry.instrumentation.setTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
});
afterAll(async () => {
  telemetry.stop();
  await simulator.close();
});

test.each([TraceFlags.SAMPLED, TraceFlags.NONE])(
  'beneath an incoming traceparent with flag %i',
  async (traceFlags) => {
    exporter.reset();
    const parent = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags,
      isRemote: true,
    };
    const client = new Anthropic({ apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, logLevel: 'off' });
    await context.with(trace.setSpanContext(ROOT_CONTEXT, parent), () => client.messages.create(PARAMS));
    const spans = exporter.getFinishedSpans();
    // The default sampler follows the parent.
    expect(spans.map(({ name }) => name)).toEqual(
      traceFlags === TraceFlags.NONE ? [] : [`chat ${PARAMS.model}`],
    );
    if (spans[0]) expect(spans[0].parentSpanContext?.spanId).toBe(parent.spanId);
  },
);
