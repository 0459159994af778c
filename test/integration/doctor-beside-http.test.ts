// `diagnose` and `ticket` with a real HTTP instrumentation: each request counts as one attempt.
import Anthropic from '@anthropic-ai/sdk';
import { trace } from '@opentelemetry/api';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runDoctor } from '../support/doctor.ts';
import { PARAMS } from '../support/set-up.ts';
import { asOtlpLines } from '../support/stored-traces.ts';
import {
  clientOptionsFor,
  SPAN_KINDS,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

let simulator: Simulator;
let telemetry: TestTelemetry;
let undici: UndiciInstrumentation;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => {
  telemetry = startTestTelemetry();
  undici = new UndiciInstrumentation();
  undici.setTracerProvider(trace.getTracerProvider());
  undici.enable();
});
afterEach(() => {
  undici.disable();
  telemetry.stop();
});

interface Row {
  readonly kind: string;
  readonly seconds: number;
  readonly startSeconds: number;
  readonly note: string;
}

async function reports(spans: readonly ReadableSpan[]) {
  const stdin = await asOtlpLines(spans, 2);
  const [report, ticket] = await Promise.all(
    ['diagnose', 'ticket'].map(async (command) => runDoctor([command, '-', '--json'], { stdin })),
  );
  return { report: JSON.parse(report?.stdout ?? ''), ticket: JSON.parse(ticket?.stdout ?? '').ticket };
}

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const call = async (script: string) => {
    simulator.load(script);
    const client = new Anthropic({
      apiKey: SIMULATOR_API_KEY,
      baseURL: simulator.url,
      ...clientOptionsFor(kind),
    });
    await client.messages.create(PARAMS).catch(() => undefined);
    await simulator.settled();
    return telemetry.takeSpans();
  };
  const isUndici = ({ instrumentationScope }: ReadableSpan) => instrumentationScope.name.includes('undici');

  test.each([
    ['that failed in every attempt', '529 retry-after-ms=40', 3],
    ['that was refused at once', '401', 1],
    ['whose answers were late', 'delay 60 503 retry-after-ms=5', 3],
  ] as const)('a call %s: as many attempts as requests, no wait below 0', async (_, script, attempts) => {
    const spans = await call(script);
    expect(spans.filter(isUndici)).toHaveLength(attempts);
    const { report, ticket } = await reports(spans);
    expect(report).toMatchObject({ calls: 1, found: { error: 1 } });
    const [group] = report.groups;
    expect(group.attempts).toBe(attempts);
    const rows: readonly Row[] = group.worst[0].waterfall;
    expect(rows.filter((row) => row.kind === 'attempt')).toHaveLength(attempts);
    expect(rows.filter((row) => row.kind === 'wait')).toHaveLength(attempts - 1);
    for (const { seconds, startSeconds } of rows) {
      expect(seconds).toBeGreaterThanOrEqual(0);
      expect(startSeconds).toBeGreaterThanOrEqual(0);
    }
    const ids = ticket.calls[0].attempts.map(
      ({ facts }: { facts: Record<string, string> }) => facts['request id'],
    );
    expect(ids).toEqual(simulator.journal.map(({ requestId }) => requestId));
  });
});

test('without our instrumentation its spans are the attempts', async () => {
  telemetry.instrumentation.disable();
  simulator.load('529 retry-after-ms=40');
  const client = new Anthropic({ apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, logLevel: 'off' });
  await client.messages.create(PARAMS).catch(() => undefined);
  const spans = telemetry.takeSpans();
  expect(spans.map(({ instrumentationScope }) => instrumentationScope.name)).not.toContain(
    '@sevenstep/instrumentation-anthropic',
  );
  const { report, ticket } = await reports(spans);
  expect(report.groups[0]).toMatchObject({ calls: 1, failed: 1, attempts: 3 });
  expect(ticket.calls[0].attempts).toHaveLength(3);
});
