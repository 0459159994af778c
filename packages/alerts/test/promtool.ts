// Runs rules by promtool over series that are made up, and reads off which alerts fire when.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document } from 'yaml';
import { runTool } from '../../../test/support/debian-tools.ts';
import { type GenerateOptions, prometheusRulesYaml } from '../src/index.ts';
import type { InputSeries } from '../src/prometheus/tests.ts';

/** Series with a sample a minute, and when to look at which alerts. */
export interface Scenario {
  readonly name: string;
  readonly series: readonly InputSeries[];
  readonly alerts: readonly string[];
  readonly minutes: readonly number[];
}

/** An alert that fires in a test. */
export interface Fired {
  readonly scenario: string;
  readonly alert: string;
  readonly minute: number;
  readonly labels: ReadonlyMap<string, string>;
}

/** The alerts that fire, with the rules of both files. @param evaluation the time between evaluations */
export async function fired(
  scenarios: readonly Scenario[],
  options: GenerateOptions = {},
  evaluation = '5m',
): Promise<readonly Fired[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sevenstep-alerts-'));
  try {
    const rules = (['calls', 'spans'] as const).map((file) => {
      writeFileSync(join(folder, `${file}.yml`), prometheusRulesYaml(file, options));
      return `${file}.yml`;
    });
    const tests = scenarios.map(({ name, series, alerts, minutes }) => ({
      name,
      interval: '1m',
      input_series: series,
      // Firing alerts are read from promtool's list of unexpected ones.
      alert_rule_test: alerts.flatMap((alertname) =>
        minutes.map((minute) => ({ eval_time: `${minute}m`, alertname, exp_alerts: [] })),
      ),
    }));
    const path = join(folder, 'test.yml');
    const content = { rule_files: rules, evaluation_interval: evaluation, tests };
    writeFileSync(path, new Document(content, { aliasDuplicateObjects: false }).toString());
    return read(await runTool('promtool', ['test', 'rules', path], folder).catch(String));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @throws Error with the output that could not be read */
function read(output: string): readonly Fired[] {
  if (/^ {2}SUCCESS$/m.test(output)) return [];
  const found: Fired[] = [];
  let scenario = '';
  for (const part of output.split(/^ {4}(?=name: |alertname: )/m)) {
    scenario = /^name: (.*),$/m.exec(part)?.[1] ?? scenario;
    const [, alert, time = ''] = /^alertname: (\w+), time: (\w+),/.exec(part) ?? [];
    if (alert === undefined) continue;
    const got = part.slice(part.indexOf('got:['));
    for (const [, labels = ''] of got.matchAll(/Labels:\{(.*)\}$/gm)) {
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
      found.push({
        scenario,
        alert,
        minute: minutesOf(time),
        labels: new Map(pairs.map(([, name = '', value = '']) => [name, value])),
      });
    }
  }
  if (found.length === 0) throw new Error(output);
  return found;
}

const minutesOf = (time: string): number =>
  Number(/(\d+)h/.exec(time)?.[1] ?? 0) * 60 + Number(/(\d+)m/.exec(time)?.[1] ?? 0);
