// The application has the same values, errors, events and requests with and without the instrumentation.
import Anthropic from '@anthropic-ai/sdk';
import { type Drill, runDrill, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SITUATIONS } from '../../examples/demo/src/situations.ts';
import { clientOptionsFor, SPAN_KINDS, type SpanKind, startTestTelemetry } from '../support/telemetry.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

/** The application's results, and the requests that reached the server. */
async function seen(drill: Drill, kind: SpanKind) {
  simulator.load({ faults: drill.faults ?? [] });
  const result = await runDrill(Anthropic, drill, {
    baseURL: simulator.url,
    clientOptions: clientOptionsFor(kind),
  });
  await simulator.settled();
  const requests = simulator.journal.map(({ attempt, method, path, status, outcome, requestBytes }) => ({
    attempt,
    method,
    path,
    status,
    outcome,
    requestBytes,
  }));
  return { result, requests };
}

const unobserved = new Map<string, Awaited<ReturnType<typeof seen>>>();

// Before any patch.
beforeAll(async () => {
  for (const kind of SPAN_KINDS) {
    for (const { drill } of SITUATIONS) unobserved.set(`${kind} ${drill.title}`, await seen(drill, kind));
  }
  const telemetry = startTestTelemetry();
  return () => telemetry.stop();
});

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each(SITUATIONS.map(({ drill }) => [drill.title, drill] as const))('%s', async (title, drill) => {
    expect(await seen(drill, kind)).toEqual(unobserved.get(`${kind} ${title}`));
  });
});
