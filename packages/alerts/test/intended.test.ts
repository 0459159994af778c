// States intentions independently of the catalogue: the severity of each alert, the meaning of a scrape gap, and no flapping.
import { describe, expect, test } from 'vitest';
import {
  alerts,
  datadogMonitors,
  type GenerateOptions,
  grafanaAlerts,
  prometheusRules,
} from '../src/index.ts';
import { fired } from './promtool.ts';

/** Who is woken, and for how many seconds it has to hold before. */
const PAGES: Readonly<Record<string, number>> = {
  AnthropicAllCallsFailing: 180,
  AnthropicErrorsBurnFast: 360,
  AnthropicCredentialsFailing: 0,
  AnthropicBillingFailing: 0,
  AnthropicNotReached: 120,
  AnthropicQuotaUsedUp: 0,
  AnthropicServiceOutage: 120,
  AnthropicLatencyBurnsFast: 120,
  AnthropicUnreachable: 360,
  AnthropicFleetAccessFailing: 180,
};
/** The alerts that wait for the morning. */
const TICKETS: Readonly<Record<string, number>> = {
  AnthropicErrorsBurnSlowly: 1_800,
  AnthropicCallsRejected: 120,
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
  AnthropicCheckFailing: 360,
  AnthropicChecksGone: 900,
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

describe('over time', () => {
  /** The minutes, of those given, at which an alert fires, with a label of each that does. */
  async function firing(
    alertname: string,
    series: Readonly<Record<string, string>>,
    minutes: readonly number[],
    { options = {}, label = 'job' }: { options?: GenerateOptions; label?: string } = {},
  ): Promise<Readonly<Record<number, readonly string[]>>> {
    const input = Object.entries(series).map(([name, values]) => ({ series: name, values }));
    const found = await fired(
      [{ name: alertname, series: input, alerts: [alertname], minutes }],
      options,
      '1m',
    );
    return Object.fromEntries(
      minutes.map((minute) => [
        minute,
        found.filter((one) => one.minute === minute).map(({ labels }) => labels.get(label) ?? ''),
      ]),
    );
  }

  const UP = 'up{job="otel-collector"}';
  const calls = (labels = 'job="shop"') => `gen_ai_client_inference_duration_seconds_count{${labels}}`;
  const rejected = (labels = 'job="shop"') =>
    `anthropic_client_diagnoses_total{${labels}, anthropic_diagnosis_id="identity.key_invalid", anthropic_diagnosis_action="fix_credentials", anthropic_diagnosis_severity="error", anthropic_diagnosis_step="3"}`;
  const CREDENTIALS = 'AnthropicCredentialsFailing';

  describe('a first sample counts from 0, unless the scrape is what is new', () => {
    test.each([
      ['nothing is missing, and nothing is new', '1x60', '0+1x60', '3+0x60', 40, 'quiet'],
      ['a first rejection by a service that was there', '1x60', '0+1x60', '_x38 1+0x22', 40, 'fires'],
      ['one more rejection of a series that was there', '1x60', '0+1x60', '3+0x38 4+0x22', 40, 'fires'],
      ['the first call of a new service', '1x60', '_x39 1+0x20', '_x39 1+0x20', 40, 'fires'],
      [
        'a service that was there before the scrape began',
        '_x38 1x22',
        '_x38 20+1x22',
        '_x38 7+0x22',
        40,
        'quiet',
      ],
      [
        'so it is as the window passes that beginning',
        '_x38 1x22',
        '_x38 20+1x22',
        '_x38 7+0x22',
        45,
        'quiet',
      ],
      ['targets are scraped one after the other', '_x37 1x22', '_x38 20+1x22', '_x38 7+0x22', 42, 'quiet'],
      ['what was known before a gap of the window', '1x60', '0+1x60', '3+0x30 _x8 3+0x22', 40, 'quiet'],
      ['so it is after fifty minutes', '1x80', '0+1x80', '3+0x10 _x49 3+0x20', 62, 'quiet'],
      ['after more than an hour it counts as new', '1x99', '0+1x99', '3+0x10 _x69 3+0x20', 82, 'fires'],
      [
        'a restart after a gap, with the same instance id',
        '1x60',
        '0+1x30 _x8 1+1x22',
        '3+0x30 stale _x7 1+0x22',
        40,
        'fires',
      ],
      [
        'a gap of everything makes nothing new',
        '1x30 _x8 1x22',
        '0+1x30 _x8 20+1x22',
        '3+0x30 _x8 3+0x22',
        40,
        'quiet',
      ],
    ])('%s', { timeout: 60_000 }, async (_, up, made, failed, minute, outcome) => {
      const found = await firing(CREDENTIALS, { [UP]: up, [calls()]: made, [rejected()]: failed }, [minute]);
      expect(found[minute]).toEqual(outcome === 'fires' ? ['shop'] : []);
    });
  });

  describe('two clusters', () => {
    const both = (one: string, other: string) =>
      ({
        'up{job="otel-collector", cluster="one"}': '1x60',
        'up{job="otel-collector", cluster="other"}': other,
        [calls('job="shop", cluster="one"')]: '0+1x60',
        [calls('job="shop", cluster="other"')]: other.replace('1x', '20+1x'),
        [rejected('job="shop", cluster="one"')]: one,
      }) as const;
    const at = { options: { labels: { cluster: 'cluster' } }, label: 'cluster' };

    test('the first call of a new service counts, though the Collector runs in another namespace', {
      timeout: 60_000,
    }, async () => {
      const shop = 'job="shop", cluster="one", env="prod", namespace="shop"';
      const samples = {
        'up{job="otel-collector", cluster="one", namespace="monitoring"}': '1x60',
        [calls(shop)]: '_x39 1+0x20',
        [rejected(shop)]: '_x39 1+0x20',
      };
      const labels = { cluster: 'cluster', environment: 'env', namespace: 'namespace' };
      expect(await firing(CREDENTIALS, samples, [40], { options: { labels }, label: 'namespace' })).toEqual({
        40: ['shop'],
      });
    });

    test('the alert names the cluster that fails, and only that', { timeout: 60_000 }, async () => {
      expect(await firing(CREDENTIALS, both('_x38 1+0x22', '1x60'), [40], at)).toEqual({ 40: ['one'] });
    });

    test('a cluster whose scrape begins has nothing new, though the other was there', {
      timeout: 60_000,
    }, async () => {
      const samples = {
        ...both('3+0x60', '_x38 1x22'),
        [rejected('job="shop", cluster="other"')]: '_x38 7+0x22',
      };
      expect(await firing(CREDENTIALS, samples, [39, 40, 42, 45], at)).toEqual({
        39: [],
        40: [],
        42: [],
        45: [],
      });
    });
  });

  test('a rejection every eight minutes is one alert, not eight', { timeout: 60_000 }, async () => {
    const every = Array.from({ length: 10 }, (_, index) => `${index + 1}x7`).join(' ');
    const minutes = Array.from({ length: 60 }, (_, index) => index + 15);
    const found = await firing(
      CREDENTIALS,
      { [UP]: '1x80', [calls()]: '0+1x80', [rejected()]: `_x10 ${every}` },
      minutes,
    );
    expect(minutes.filter((minute) => found[minute]?.length !== 1)).toEqual([]);
  });

  test('one call a minute at night: what fails pages within minutes', { timeout: 60_000 }, async () => {
    const failed = `gen_ai_client_inference_duration_seconds_count{job="shop", error_type="APIError"}`;
    // An hour of calls that succeed, then all fail, and nothing says why.
    const samples = { [UP]: '1x120', [calls()]: '0+1x60 60+0x60', [failed]: '_x60 1+1x60' };
    const minutes = [60, 70, 75, 80, 100];
    const found = await firing('AnthropicErrorsBurnFast', samples, minutes);
    expect(found).toEqual({ 60: [], 70: [], 75: ['shop'], 80: ['shop'], 100: ['shop'] });
  });
});
