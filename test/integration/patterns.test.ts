// Every pattern's drill shows it over real HTTP, on one span, as a metric and as a log event. Near misses show nothing.
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { patterns } from '@sevenstep/checklist';
import { ordinaryLoad, patternDrills, patternNearMisses } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SPAN_KINDS } from '../support/telemetry.ts';
import { patternsOn, runPatternDrill } from './pattern-runs.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const ids = patterns.map(({ id }) => id);

test('every pattern has a drill and near misses, and nothing else has', () => {
  expect(Object.keys(patternDrills).sort()).toEqual([...ids].sort());
  expect(Object.keys(patternNearMisses).sort()).toEqual([...ids].sort());
  for (const id of ids) expect(patternNearMisses[id]?.length, id).toBeGreaterThan(1);
});

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each(Object.entries(patternDrills))('%s', async (id, drill) => {
    const { calls, findings, events, counted } = await runPatternDrill(simulator, kind, drill);
    const tripped = calls.filter((span) => patternsOn(span).length > 0);
    expect(tripped.map(patternsOn)).toEqual([[id]]);
    const spanId = tripped[0]?.spanContext().spanId;
    expect(findings.map(({ finding, spanId: on }) => [finding.id, on])).toEqual([[id, spanId]]);
    expect(events).toEqual([{ id, spanId }]);
    expect(counted).toEqual({ [id]: 1 });
  });

  const near = Object.entries(patternNearMisses).flatMap(([id, drills]) =>
    drills.map((drill) => ({ id, title: drill.title, drill })),
  );
  test.each(near)('not $id: $title', async ({ id, drill }) => {
    const { calls, findings, events, counted } = await runPatternDrill(simulator, kind, drill);
    expect(calls.flatMap(patternsOn)).not.toContain(id);
    expect(findings.map(({ finding }) => finding.id)).not.toContain(id);
    expect(events.map((event) => event.id)).not.toContain(id);
    expect(Object.keys(counted)).not.toContain(id);
  });

  test('an ordinary load shows none', async () => {
    const { calls, findings, events } = await runPatternDrill(simulator, kind, ordinaryLoad);
    expect(calls.length).toBeGreaterThan(100);
    expect(calls.flatMap(patternsOn)).toEqual([]);
    expect([...findings, ...events]).toEqual([]);
  });
});
