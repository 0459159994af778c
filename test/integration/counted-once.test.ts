// The processor live, and `diagnose` later, count as many calls as the application made, beside another instrumentation's spans.
import { createRequire } from 'node:module';
import Anthropic from '@anthropic-ai/sdk';
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import type { Diagnosis } from '@sevenstep/checklist';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runDoctor } from '../support/doctor.ts';
import { PARAMS } from '../support/set-up.ts';
import { asOtlpLines } from '../support/stored-traces.ts';
import {
  clientOptionsFor,
  SPAN_KINDS,
  type SpanKind,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

const CJS = createRequire(import.meta.url)('@anthropic-ai/sdk') as typeof import('@anthropic-ai/sdk');

let simulator: Simulator;
let telemetry: TestTelemetry;
const counted: Diagnosis[] = [];
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => {
  counted.length = 0;
  telemetry = startTestTelemetry(
    {},
    { diagnosis: { manyCalls: false, onDiagnosis: (diagnosis) => counted.push(diagnosis) } },
  );
});
afterEach(() => telemetry.stop());

const clientOf = (sdk: typeof Anthropic, kind: SpanKind = 'adopted') =>
  new sdk({ apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, maxRetries: 0, ...clientOptionsFor(kind) });

/** Like wrappers of `messages.create`: a span around the call, whose status shows a failure. */
async function wrapped(call: () => PromiseLike<unknown>, { active = true } = {}): Promise<void> {
  const span = trace.getTracer('another-instrumentation').startSpan('Anthropic Messages', {
    attributes: { 'gen_ai.provider.name': 'anthropic', 'gen_ai.request.model': PARAMS.model },
  });
  const around = active ? trace.setSpan(context.active(), span) : context.active();
  try {
    await context.with(around, call);
  } catch (error) {
    span.recordException(error as Error);
    span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
  }
  span.end();
}

/** Runs in one trace, like a request of an application. */
async function inTrace(
  run: () => Promise<unknown>,
): Promise<{ readonly calls: number; readonly failed: number }> {
  const root = trace.getTracer('app').startSpan('POST /chat');
  await context.with(trace.setSpan(context.active(), root), run);
  root.end();
  const stdin = await asOtlpLines(telemetry.takeSpans(), 3);
  const { calls, found } = JSON.parse((await runDoctor(['diagnose', '-', '--json'], { stdin })).stdout);
  return { calls, failed: found.error };
}

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each([
    ['around them', true],
    ['beside them', false],
  ])('another instrumentation %s: each call is counted once', async (_, active) => {
    simulator.load('#1: 401; #2: ok; #3: 529; #4: ok');
    const client = clientOf(Anthropic, kind);
    const seen = await inTrace(async () => {
      for (let i = 0; i < 4; i++) await wrapped(() => client.messages.create(PARAMS), { active });
    });
    expect(seen).toEqual({ calls: 4, failed: 2 });
    expect(counted.map(({ id }) => id)).toEqual(['identity.key_invalid', 'service.overloaded']);
  });

  test('many calls at once, each with another span around it', async () => {
    simulator.load('delay 50 529');
    const client = clientOf(Anthropic, kind);
    const seen = await inTrace(() =>
      Promise.all(Array.from({ length: 6 }, () => wrapped(() => client.messages.create(PARAMS)))),
    );
    expect(seen).toEqual({ calls: 6, failed: 6 });
    expect(counted.filter(({ id }) => id === 'service.overloaded')).toHaveLength(6);
  });
});

test('a client that is not patched, beside one that is: calls of both are counted', async () => {
  simulator.load('delay 50 529');
  const [patched, bare] = [clientOf(Anthropic), clientOf(CJS.Anthropic)];
  const seen = await inTrace(() =>
    Promise.all(
      [patched, bare, patched, bare].map((client) => client.messages.create(PARAMS).catch(() => undefined)),
    ),
  );
  expect(seen).toEqual({ calls: 4, failed: 4 });
  expect(counted.filter(({ id }) => id === 'service.overloaded')).toHaveLength(4);
});
