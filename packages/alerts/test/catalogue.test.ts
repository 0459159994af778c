// Every alert: who gets it, what it says, and that it can be read, followed and silenced.
import { existsSync } from 'node:fs';
import { findPattern, findRule, rules } from '@sevenstep/checklist';
import { ACTIONS } from '@sevenstep/semantic-conventions';
import { describe, expect, test } from 'vitest';
import {
  type Alert,
  alerts,
  needsSpanMetrics,
  PANEL_IDS,
  prometheusRules,
  REHEARSAL_THRESHOLDS,
  SIGNALS,
  selectionsOf,
  withAlertThresholds,
} from '../src/index.ts';

const ROOT = new URL('../../../', import.meta.url);
const names = alerts.map(({ name }) => name);

/** The diagnoses, by their pages, to which this alert can lead. */
function idsOf({ rule, by, condition }: Alert): readonly string[] {
  if (!by.includes('anthropic.diagnosis.id')) return rule === undefined ? [] : [rule];
  const { 'anthropic.diagnosis.id': ids } = selectionsOf(condition(withAlertThresholds()))[0]?.where ?? {};
  return ids === undefined || ids === 'any' ? rules.map(({ id }) => id) : ids;
}

test('names are unique', () => expect(new Set(names).size).toBe(names.length));

describe.each(alerts.map((alert) => [alert.name, alert] as const))('%s', (_, alert) => {
  const condition = alert.condition(withAlertThresholds());

  test('its summary names every label that survives, and no other', () => {
    const named = [...alert.summary.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name);
    const own = alert.ofService === false ? [] : ['service.name'];
    expect(named.includes('limit')).toBe(condition.kind === 'burn' && 'above' in condition.bad);
    const valued = ['absent', 'gone', 'state'].includes(condition.kind) ? [] : ['value'];
    const labels = named.filter((name) => name !== 'limit' && !(name === 'window' && 'window' in condition));
    expect(labels.sort()).toEqual([...own, ...alert.by, ...valued].sort());
  });

  test('who gets it is known', () => {
    const fromSeries = alert.by.includes('anthropic.diagnosis.action');
    if (fromSeries) expect(alert.action).toBeUndefined();
    else expect(ACTIONS).toContain(alert.action);
  });

  test('every share has a smallest number, and every window some length', () => {
    if ('minimum' in condition) expect(condition.minimum).toBeGreaterThan(1);
    if (condition.kind === 'ratio' || condition.kind === 'burn') expect(condition.atLeast).toBeGreaterThan(1);
    if (condition.kind === 'ratio') {
      const instrument = (signal: keyof typeof SIGNALS) => SIGNALS[signal].instrument;
      // A sum says nothing of how many there were.
      if (condition.part.measure === 'sum') expect(condition.counted).toBeDefined();
      expect(instrument(condition.part.of)).not.toBe('gauge');
    }
    if ('window' in condition) expect(condition.window).toBeGreaterThanOrEqual(60);
  });

  test('its labels are of the metric it watches', () => {
    const [watched] = selectionsOf(condition);
    for (const label of alert.by)
      expect(SIGNALS[watched?.of ?? 'traces.span.metrics.calls'].attributes).toContain(label);
    for (const { of: signal, where = {} } of selectionsOf(condition)) {
      for (const label of Object.keys(where)) expect(SIGNALS[signal].attributes).toContain(label);
    }
  });

  test('each diagnosis it can be about is one there is, with a page', () => {
    for (const id of idsOf(alert)) {
      expect(findRule(id) ?? findPattern(id), id).toBeDefined();
      expect(existsSync(new URL(`packages/checklist/docs/${id}.md`, ROOT)), id).toBe(true);
    }
  });

  test('what it depends on is there, needs no more than it does, and does not depend on it', () => {
    for (const name of alert.dependsOn ?? []) {
      const other = alerts.find((one) => one.name === name);
      expect(other, name).toBeDefined();
      if (other && needsSpanMetrics(other)) expect(needsSpanMetrics(alert)).toBe(true);
      expect(other?.dependsOn ?? []).not.toContain(alert.name);
      // Spans are counted sooner than metrics are exported.
      const margin = needsSpanMetrics(alert) ? 180 : 60;
      expect(alert.for, name).toBeGreaterThanOrEqual((other?.for ?? 0) + margin);
    }
    for (const name of alert.drill.also ?? []) expect(names).toContain(name);
  });

  test('its drill says which panels show it', () => {
    for (const panel of alert.drill.panels) expect(PANEL_IDS).toContain(panel);
  });
});

test('no runbook is made of a label that may be empty', () => {
  // Spans without a processor have no diagnosis.
  const [fleet] = prometheusRules('spans').groups[0].rules.filter(
    (rule) => 'alert' in rule && rule.alert === 'AnthropicFleetFailing',
  );
  expect(fleet && 'annotations' in fleet ? fleet.annotations : {}).toMatchObject({
    runbook_url: 'packages/alerts/docs/AnthropicFleetFailing.md',
  });
});

test('the drills of slow answers are slow in a rehearsal', () => {
  const { slowFirstChunkSeconds = 0, slowCallSeconds = 0 } = REHEARSAL_THRESHOLDS;
  const delayOf = (name: string): number =>
    (alerts.find((alert) => alert.name === name)?.drill.call.faults?.[0]?.delayMs ?? 0) / 1000;
  expect(delayOf('AnthropicFirstChunkSlow')).toBeGreaterThan(slowFirstChunkSeconds);
  expect(delayOf('AnthropicFirstChunkSlow')).toBeLessThan(slowCallSeconds);
  expect(delayOf('AnthropicLatencyBurnsFast')).toBeGreaterThan(slowCallSeconds);
  expect(delayOf('AnthropicLatencyBurnsSlowly')).toBeGreaterThan(slowCallSeconds);
});

test('nothing depends on itself, however far round', () => {
  const reach = (name: string, path: readonly string[] = []): void => {
    expect(path).not.toContain(name);
    const { dependsOn = [] } = alerts.find((one) => one.name === name) ?? {};
    for (const next of dependsOn) reach(next, [...path, name]);
  };
  for (const name of names) reach(name);
});

test('an alert depends on another if its rule in the checklist does', () => {
  const watching = (id: string) => alerts.filter((alert) => alert.rule === id);
  for (const { id, dependsOn = [] } of rules) {
    for (const alert of watching(id)) {
      for (const cause of dependsOn.flatMap(watching)) expect(alert.dependsOn).toContain(cause.name);
    }
  }
});
