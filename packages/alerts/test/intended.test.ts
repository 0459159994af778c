// What is intended, stated apart from the catalogue: how urgent each alert is, and what a gap of the scrape means.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Document } from 'yaml';
import { runTool } from '../../../test/support/debian-tools.ts';
import {
  alerts,
  datadogMonitors,
  grafanaAlerts,
  prometheusRules,
  prometheusRulesYaml,
} from '../src/index.ts';

/** Who is woken, and for how many seconds it has to hold before. */
const PAGES: Readonly<Record<string, number>> = {
  AnthropicCredentialsFailing: 0,
  AnthropicBillingFailing: 0,
  AnthropicNotReached: 120,
  AnthropicQuotaUsedUp: 0,
  AnthropicServiceOutage: 120,
  AnthropicLatencyBurnsFast: 120,
  AnthropicFleetAccessFailing: 180,
};
/** What waits for the morning. */
const TICKETS: Readonly<Record<string, number>> = {
  AnthropicRequestsInvalid: 300,
  AnthropicRateLimited: 300,
  AnthropicHeadroomLow: 600,
  AnthropicRetryStorm: 360,
  AnthropicRetryCost: 600,
  AnthropicServiceFailing: 300,
  AnthropicFirstChunkSlow: 300,
  AnthropicLatencyBurnsSlowly: 1_800,
  AnthropicStreamsInterrupted: 300,
  AnthropicToolLoopRunaway: 0,
  AnthropicRefusals: 600,
  AnthropicAnswersCutOff: 600,
  AnthropicTokenSpend: 600,
  AnthropicMetricsAbsent: 600,
  AnthropicServiceGone: 900,
  AnthropicDiagnosesSilent: 600,
  AnthropicSpansSilent: 600,
  AnthropicMetricsSilent: 1_200,
  AnthropicFleetRateLimited: 480,
  AnthropicFleetFailing: 720,
};

describe('how urgent each alert is', () => {
  const intended = [
    ...Object.entries(PAGES).map(([name, hold]) => [name, 'page', hold] as const),
    ...Object.entries(TICKETS).map(([name, hold]) => [name, 'ticket', hold] as const),
  ].toSorted();
  const files = ['calls', 'spans'] as const;

  test('in the catalogue', () => {
    expect(alerts.map(({ name, severity, for: hold }) => [name, severity, hold]).toSorted()).toEqual(
      intended,
    );
  });

  test("in Prometheus's rules and in Grafana's", () => {
    const names = intended.map(([name, severity]) => [name, severity]);
    const prometheus = files
      .flatMap((file) => prometheusRules(file).groups[0].rules)
      .flatMap((rule) => ('alert' in rule ? [[rule.alert, rule.labels.severity]] : []));
    expect(prometheus.toSorted()).toEqual(names);
    const grafana = files
      .flatMap((file) => grafanaAlerts(file).groups.flatMap(({ rules }) => rules))
      .map(({ title, labels }) => [title, labels?.severity]);
    expect(grafana.toSorted()).toEqual(names);
  });

  test("in Datadog's monitors: 1 pages, 3 does not", () => {
    for (const { name, priority, tags } of datadogMonitors()) {
      const alert = name.replace(/\d+$/, '');
      expect([name, priority], name).toEqual([name, alert in PAGES ? 1 : 3]);
      expect(tags).toContain(`severity:${alert in PAGES ? 'page' : 'ticket'}`);
    }
  });
});

describe('a gap of the scrape', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sevenstep-alerts-'));
    writeFileSync(join(folder, 'calls.yml'), prometheusRulesYaml('calls'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const CALLS = 'gen_ai_client_inference_duration_seconds_count{job="shop"}';
  const REFUSED =
    'anthropic_client_diagnoses_total{job="shop", anthropic_diagnosis_id="identity.key_invalid", anthropic_diagnosis_action="fix_credentials", anthropic_diagnosis_severity="error", anthropic_diagnosis_step="3"}';

  /** How many alerts fire of refused keys, at a minute, for samples of one a minute. `_` is a scrape that failed. */
  async function firing(calls: string, refused: string, minute: number): Promise<string> {
    const expected = (alertname: string, exp_alerts: object[]) => ({
      eval_time: `${minute}m`,
      alertname,
      exp_alerts,
    });
    const path = join(folder, 'test.yml');
    const test = {
      interval: '1m',
      input_series: [
        { series: CALLS, values: calls },
        { series: REFUSED, values: refused },
      ],
      alert_rule_test: [expected('AnthropicCredentialsFailing', [])],
    };
    writeFileSync(
      path,
      new Document({ rule_files: ['calls.yml'], evaluation_interval: '1m', tests: [test] }).toString(),
    );
    return runTool('promtool', ['test', 'rules', path], folder).then(
      () => 'quiet',
      (problem) =>
        /got:\[\s*0:\s*Labels:\{alertname="AnthropicCredentialsFailing"/.test(String(problem))
          ? 'fires'
          : String(problem),
    );
  }

  test.each([
    ['nothing is missing, and nothing is new', '0+10x60', '3+0x60', 40, 'quiet'],
    ['a first refusal by a service that was there fires', '0+10x60', '_x38 1+0x22', 40, 'fires'],
    ['one more refusal of a series that was there fires', '0+10x60', '3+0x38 4+0x22', 40, 'fires'],
    ['the first scrape of a service makes nothing new', '_x38 380+10x22', '_x38 7+0x22', 40, 'quiet'],
    [
      'what was known before a gap of the window is known after it',
      '0+10x60',
      '3+0x30 _x8 3+0x22',
      40,
      'quiet',
    ],
    ['so it is after fifty minutes', '0+10x80', '3+0x10 _x49 3+0x20', 62, 'quiet'],
    ['after more than an hour it counts as new', '0+10x99', '3+0x10 _x69 3+0x20', 82, 'fires'],
    ['a gap of everything makes nothing new', '0+10x30 _x8 380+10x22', '3+0x30 _x8 3+0x22', 40, 'quiet'],
  ])('%s', { timeout: 60_000 }, async (_, calls, refused, minute, outcome) => {
    expect(await firing(calls, refused, minute)).toBe(outcome);
  });
});
