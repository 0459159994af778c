// Every fault of a call over real HTTP, with the whole span tree of each case, for owned and adopted spans alike.
import { setTimeout as wait } from 'node:timers/promises';
import { SpanStatusCode } from '@opentelemetry/api';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Registry } from '../conformance/live-check.ts';
import { eventSignal, pointSignals, resourceSignal, type Signal, spanSignal } from '../conformance/signal.ts';
import { type Points, pointsIn, startTestMeter, type TestMeter } from '../support/meter.ts';
import { type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { type SpanText, spanText, treeText } from '../support/span-tree.ts';
import { isCallSpan, SPAN_KINDS, type SpanKind, startTestTelemetry } from '../support/telemetry.ts';
import { CALLS, makeCall } from './fault-calls.ts';
import type { Call, Case } from './fault-cases.ts';

/** Attributes with the same value in every case. They are checked but not in the text. */
const USUAL: Readonly<Record<string, unknown>> = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-sonnet-5',
  'gen_ai.request.max_tokens': 64,
  'http.request.method': 'POST',
  'url.template': '/v1/messages',
  'server.address': '127.0.0.1',
};
/** Attributes that only the SDK's own span has: `same-keys.test.ts`. */
const OF_THE_SDK = new Set(['http.route', 'url.path', 'url.scheme']);
/**
 * Leaves out the processor's attributes, which have separate tests. Also leaves out ports, the address and method of attempts,
 * and the fingerprint, which a success has only after a failure.
 */
const isShown = (name: string): boolean =>
  !name.startsWith('anthropic.diagnosis.') &&
  name !== 'anthropic.request.fingerprint' &&
  // Healthy streams have these only from 0.1 s on, which a busy machine sometimes reaches.
  name !== 'anthropic.stream.longest_gap' &&
  name !== 'anthropic.stream.consumer_wait' &&
  !(name in USUAL || OF_THE_SDK.has(name)) &&
  name !== 'server.port' &&
  name !== 'url.full';

// The processor also writes the diagnosis into the status.
const fixture = setUp(() => startTestTelemetry({}, { diagnosis: { describeStatus: false } }));
let raw: RawServer;
let meter: TestMeter;
const logs = new InMemoryLogRecordExporter();
const logger = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: logs })] });
beforeAll(async () => {
  fixture.telemetry.instrumentation.setLoggerProvider(logger);
  meter = startTestMeter(fixture.telemetry.instrumentation);
  raw = await startRawServer();
});
afterAll(async () => {
  await meter.stop();
  await logger.shutdown();
  await raw[Symbol.asyncDispose]();
});

/** Makes the call, and returns what the application saw. */
const make = (one: Case, call: Call, kind: SpanKind): Promise<string> =>
  makeCall(one, call, {
    servers: { simulator: fixture.simulator, raw },
    client: (options) => fixture.client(kind, options),
    params: PARAMS,
  });

/** The call's spans after their end. The span of an abandoned stream ends with the abort, a moment after its reader. */
async function ended(): Promise<{ root: ReadableSpan; spans: readonly ReadableSpan[] }> {
  let spans = [...fixture.telemetry.takeSpans()];
  for (let tries = 0; !spans.some(isCallSpan) && tries < 100; tries += 1) {
    await wait(10);
    spans = [...spans, ...fixture.telemetry.takeSpans()];
  }
  const calls = spans.filter(isCallSpan);
  expect(calls).toHaveLength(1);
  const [root] = calls;
  if (!root) throw new Error('there is one');
  expect(root.attributes).toMatchObject(USUAL);
  const children = spans.filter((span) => span !== root);
  expect(children.every((span) => span.parentSpanContext?.spanId === root.spanContext().spanId)).toBe(true);
  return { root, spans };
}

/** The metrics of a call match its span: one duration with its `error.type`, each attempt, how its stream ended. */
function expectMetricsOf({ attributes }: ReadableSpan, points: Points): void {
  expect(points('gen_ai.client.inference.duration')).toMatchObject([{ value: 1 }]);
  const [duration] = points('gen_ai.client.inference.duration');
  expect(duration?.attributes['error.type']).toBe(attributes['error.type']);
  const attempts = points('anthropic.client.attempts').reduce((total, { value }) => total + value, 0);
  const sent = attributes['url.full'] === undefined ? 0 : 1;
  expect(attempts).toBe(sent + Number(attributes['http.request.resend_count'] ?? 0));
  const outcomes = points('anthropic.client.stream.outcomes').map(
    (point) => point.attributes['anthropic.stream.outcome'],
  );
  expect(outcomes).toEqual(
    [attributes['anthropic.stream.outcome']].filter((outcome) => outcome !== undefined),
  );
}

/** A failure is one log event in the context of the span, with the same message as the status. A success has no event. */
function expectEventOf(root: ReadableSpan, records: readonly ReadableLogRecord[]): void {
  const events = records.filter(({ eventName }) => eventName === 'gen_ai.client.inference.exception');
  const isFailure = root.attributes['error.type'] !== undefined;
  expect(root.status.code === SpanStatusCode.ERROR).toBe(isFailure);
  expect(
    events.map(({ spanContext, attributes }) => [spanContext?.spanId, attributes['exception.message']]),
  ).toEqual(isFailure ? [[root.spanContext().spanId, root.status.message]] : []);
}

const registry = new Registry();
/** Emitted names that the registry lacks, each once. */
const UNREGISTERED = new Set<string>();
function findUnregistered(signals: readonly Signal[]): void {
  const found = signals.flatMap((signal) => registry.check(signal));
  for (const { id, about, signal } of found) UNREGISTERED.add(`${signal}: ${id} ${about}`);
}

/** How the stream of each case ended, by the way of calling. */
const OUTCOMES = new Map<Case, Readonly<Record<string, unknown>>>();

test('the matrix has at least sixty cases, each with a name of its own', () => {
  expect(CALLS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(CALLS.map(([name]) => name)).size).toBe(CALLS.length);
});

test.each(CALLS)('%s', async (_, one, call) => {
  fixture.telemetry.takeSpans();
  await meter.take();
  logs.reset();
  const seen = new Map<SpanKind, { application: string; spans: SpanText }>();
  for (const kind of SPAN_KINDS) {
    const application = await make(one, call, kind);
    const { root, spans } = await ended();
    const metrics = await meter.takeMetrics();
    const records = logs.getFinishedLogRecords();
    logs.reset();
    expectMetricsOf(root, pointsIn(metrics));
    expectEventOf(root, records);
    findUnregistered([
      resourceSignal(root),
      ...spans.map(spanSignal),
      ...records.map(eventSignal),
      ...metrics.flatMap(pointSignals),
    ]);
    seen.set(kind, { application, spans: spanText(root, spans, isShown) });
  }
  const owned = seen.get('owned');
  const adopted = seen.get('adopted');
  if (!owned || !adopted) throw new Error('both kinds were called');
  const ways = OUTCOMES.get(one) ?? {};
  OUTCOMES.set(one, { ...ways, [call]: owned.spans.lines['anthropic.stream.outcome'] });
  expect(`application ${owned.application}\n${treeText(owned.spans)}`).toMatchSnapshot();
  expect(adopted).toEqual(owned);
});

test('every name, type, unit and instrument that the matrix emits is in the registry', () => {
  expect([...UNREGISTERED]).toEqual([]);
});

test('a stream ends the same however it is read', () => {
  const differing = [...OUTCOMES].filter(([, ways]) => {
    const streams = Object.values(ways).filter((outcome) => outcome !== undefined);
    return new Set(streams).size > 1;
  });
  expect(differing.map(([{ title }, ways]) => ({ title, ways }))).toEqual([]);
});
