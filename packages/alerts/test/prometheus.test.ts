// The rule files: promtool accepts them, and every alert fires and stays quiet as its record shows.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runTool } from '../../../test/support/debian-tools.ts';
import {
  alerts,
  files,
  prometheusRules,
  prometheusRulesYaml,
  promtoolTests,
  promtoolTestsYaml,
} from '../src/index.ts';

const FOLDER = fileURLToPath(new URL('../prometheus/', import.meta.url));
const TIMEOUT = 400_000;

const promtool = (...args: readonly string[]): Promise<string> => runTool('promtool', args, FOLDER);

describe.each(['calls', 'spans'] as const)('%s', (file) => {
  test('promtool accepts the rules, and nothing is recorded twice', { timeout: TIMEOUT }, async () => {
    expect(await promtool('check', 'rules', '--lint=all', '--lint-fatal', `${file}.rules.yml`)).toContain(
      'SUCCESS',
    );
  });

  test('every alert fires, and stays quiet, as its record shows', { timeout: TIMEOUT }, async () => {
    expect(await promtool('test', 'rules', `${file}.rules.test.yml`)).toContain('SUCCESS');
  });

  test('a recorded series is recorded before it is read', () => {
    const [{ rules }] = prometheusRules(file).groups;
    const recorded = new Set<string>();
    for (const rule of rules) {
      for (const [name] of rule.expr.matchAll(/\bjob\w*:[a-z_]+:\w+/g)) expect(recorded).toContain(name);
      if ('record' in rule) recorded.add(rule.record);
    }
    expect(recorded.size).toBeGreaterThan(0);
  });
});

describe('with the previous names', () => {
  const genAiNames = 'previous';

  test.each(['calls', 'spans'] as const)(
    '%s fires and stays quiet by them',
    { timeout: TIMEOUT },
    async (file) => {
      const folder = mkdtempSync(join(tmpdir(), 'sevenstep-alerts-'));
      try {
        writeFileSync(join(folder, `${file}.rules.yml`), prometheusRulesYaml(file, { genAiNames }));
        writeFileSync(join(folder, 'tests.yml'), promtoolTestsYaml(file, genAiNames));
        const tool = (...args: readonly string[]) => runTool('promtool', args, folder);
        expect(await tool('check', 'rules', '--lint=all', '--lint-fatal', `${file}.rules.yml`)).toContain(
          'SUCCESS',
        );
        expect(await tool('test', 'rules', 'tests.yml')).toContain('SUCCESS');
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  test('no file names a metric of the release, and none of these is in a file of the release', () => {
    const text = (names: 'latest' | 'previous') => Object.values(files({ genAiNames: names })).join('\n');
    expect(text('previous')).toMatch(/gen_ai_client_operation_duration.*/);
    expect(text('previous')).not.toMatch(/gen_ai[._]client[._]inference/);
    expect(text('latest')).not.toMatch(/gen_ai[._]client[._](operation|token)/);
  });

  test('another set is refused', () => {
    expect(() => files({ genAiNames: 'both' as 'latest' })).toThrow(
      'genAiNames: expected latest or previous, got both',
    );
  });
});

test('both files can be loaded: nothing is recorded or fires by the same name', () => {
  const names = (['calls', 'spans'] as const).flatMap((file) =>
    prometheusRules(file).groups[0].rules.map((rule) => ('record' in rule ? rule.record : rule.alert)),
  );
  expect(new Set(names).size).toBe(names.length);
});

test('each alert is tested firing and staying quiet', () => {
  const tests = [...promtoolTests('calls').tests, ...promtoolTests('spans').tests];
  for (const { name, fires } of alerts) {
    const own = tests.flatMap(({ alert_rule_test: [one] }) => (one.alertname === name ? [one] : []));
    expect(
      own.filter(({ exp_alerts }) => exp_alerts.length === 1),
      name,
    ).toHaveLength(fires.length);
    expect(own.filter(({ exp_alerts }) => exp_alerts.length === 0).length, name).toBeGreaterThan(0);
  }
});

test.each([1 / 60, 0.001, 10])(
  'with %s times the time the rules are still rules',
  { timeout: TIMEOUT },
  async (timeScale) => {
    const folder = mkdtempSync(join(tmpdir(), 'sevenstep-alerts-'));
    try {
      for (const file of ['calls', 'spans'] as const) {
        const path = join(folder, `${file}.yml`);
        writeFileSync(path, prometheusRulesYaml(file, { timeScale }));
        expect(await promtool('check', 'rules', path)).toContain('SUCCESS');
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test.each([0, -1, Number.NaN, '2' as unknown as number])('%s is no scale of time', (timeScale) => {
  expect(() => prometheusRules('calls', { timeScale })).toThrow('timeScale: expected a number above 0, got');
});

test('a threshold of one’s own is in the rules, and a wrong one is named', () => {
  expect(prometheusRulesYaml('calls', { thresholds: { headroomShare: 0.33 } })).toContain(') < 0.33');
  expect(() => prometheusRules('calls', { thresholds: { headroomShare: 33 } })).toThrow(
    'thresholds.headroomShare: expected a number above 0, below 1, got 33',
  );
  expect(() => prometheusRules('calls', { thresholds: { successObjective: 1 } })).toThrow(
    'thresholds.successObjective: expected a number above 0.931, below 1, got 1',
  );
  // With these no alert would ever fire.
  expect(() => prometheusRules('calls', { thresholds: { outageShare: 1 } })).toThrow(
    'thresholds.outageShare: expected a number above 0, below 1, got 1',
  );
  expect(() => prometheusRules('calls', { thresholds: { latencyObjective: 0.9 } })).toThrow(
    'thresholds.latencyObjective: expected a number above 0.931, below 1, got 0.9',
  );
  expect(() => prometheusRules('calls', { thresholds: { slowFirstChunkSeconds: 90 } })).toThrow(
    'gen_ai.client.inference.time_to_first_chunk has no bucket above 81.92; expected less, got 90',
  );
  expect(() => prometheusRules('calls', { thresholds: { headroom: 0.1 } as object })).toThrow(
    'thresholds.headroom: expected one of minimumFailures,',
  );
  expect(() => prometheusRules('calls', { thresholds: { slowCallSeconds: 30 } })).toThrow(
    'gen_ai.client.inference.duration has no bucket up to 30; expected one of 0.01,',
  );
});
