// Every rule's drill makes the real SDK fail as described, over real HTTP. Its span gets the rule's diagnosis, and only registered names.
import Anthropic from '@anthropic-ai/sdk';
import { runDrill, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { createChecklist } from '@sevenstep/checklist';
import { drills, healthy } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Registry } from '../conformance/live-check.ts';
import { spanSignal } from '../conformance/signal.ts';
import {
  clientOptionsFor,
  SPAN_KINDS,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

/** Has each name, type and closed set of a diagnosed span. */
const registry = new Registry();

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  let simulator: Simulator;
  let telemetry: TestTelemetry;
  beforeAll(async () => {
    telemetry = startTestTelemetry();
    simulator = await startSimulator();
  });
  afterAll(async () => {
    telemetry.stop();
    await simulator.close();
  });

  const diagnosed = async (drill: (typeof healthy)[number]) => {
    simulator.load({ faults: drill.faults ?? [] });
    await runDrill(Anthropic, drill, { baseURL: simulator.url, clientOptions: clientOptionsFor(kind) });
    const { call, attributes, attempts } = telemetry.takeTrace();
    expect([call, ...attempts].flatMap((span) => registry.check(spanSignal(span)))).toEqual([]);
    // The processor here has the default thresholds.
    const { thresholds } = drill;
    if (thresholds) return createChecklist({ thresholds }).diagnose(attributes)?.id;
    return attributes['anthropic.diagnosis.id'];
  };

  test.each(Object.entries(drills))('%s', async (id, drill) => {
    expect(await diagnosed(drill)).toBe(id);
  });

  test.each(healthy.map((drill) => [drill.title, drill] as const))('no diagnosis: %s', async (_, drill) => {
    expect(await diagnosed(drill)).toBeUndefined();
  });
});
