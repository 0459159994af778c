// The way in without patches: a middleware alone gives every drill the same verdict.
import Anthropic from '@anthropic-ai/sdk';
import { type Drill, runDrill, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { drills, healthy } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  clientOptionsFor,
  SPAN_KINDS,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

/** What a middleware cannot see, and why. */
const UNSEEN: Record<string, string> = {
  'identity.missing_credentials': 'the call fails before there is a request',
  'identity.key_whitespace': 'fetch has taken the line break off the header, and the client is not at hand',
};

let simulator: Simulator;
let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = startTestTelemetry({}, { patch: false });
  simulator = await startSimulator();
});
afterAll(async () => {
  telemetry.stop();
  await simulator.close();
});

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const traced = async (drill: Drill) => {
    simulator.load({ faults: drill.faults ?? [] });
    const { maxRetries = 2 } = drill.call ?? {};
    const middleware = [telemetry.instrumentation.middleware({ maxRetries })];
    const clientOptions = { ...clientOptionsFor(kind), middleware };
    await runDrill(Anthropic, drill, { baseURL: simulator.url, clientOptions });
    return telemetry.takeTrace();
  };

  test.each(Object.entries(drills).filter(([id]) => !(id in UNSEEN)))('%s', async (id, drill) => {
    const { attributes, attempts } = await traced(drill);
    expect(attributes['anthropic.diagnosis.id']).toBe(id);
    const resent = attributes['http.request.resend_count'];
    expect(attempts).toHaveLength(resent ? resent + 1 : 0);
  });

  test.each(healthy.map((drill) => [drill.title, drill] as const))('no diagnosis: %s', async (_, drill) => {
    const { attributes } = await traced(drill);
    expect(attributes['anthropic.diagnosis.id']).toBeUndefined();
    expect(attributes['gen_ai.usage.output_tokens']).toBeGreaterThan(0);
  });
});
