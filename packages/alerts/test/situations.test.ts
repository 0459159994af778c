// Tests every alert in general situations: a new process, a restart, two clusters, and the first scrape.
import { describe, expect, test } from 'vitest';
import type { ExampleSeries } from '../src/catalogue/alert.ts';
import { attempts, callSpans, calls, diagnoses, firstChunks, streams } from '../src/catalogue/traffic.ts';
import { type Alert, alerts } from '../src/index.ts';
import { evaluationTime, type InputSeries, inputSeries } from '../src/prometheus/tests.ts';
import { type Fired, fired, type Scenario } from './promtool.ts';

const TIMEOUT = 300_000;
const UP = 'up{job="otel-collector"}';
const names = alerts.map(({ name }) => name);
/** Alerts on calls that are made: not those on telemetry that is missing. */
const ON_CALLS = alerts.filter((alert) => !/Absent|Gone/.test(alert.name));

const minutesOf = (alert: Alert): number => evaluationTime(alert) / 60;
const ofProcess =
  (process: Readonly<Record<string, string>>, more: Partial<ExampleSeries> = {}) =>
  (example: ExampleSeries): ExampleSeries => ({
    ...example,
    ...more,
    process: { ...example.process, ...process },
  });
const up = (minutes: number, from = 0): InputSeries => ({
  series: UP,
  values: `${from === 0 ? '' : `_x${from} `}1x${minutes - from}`,
});

/** Services that are well, with every signal. */
const HEALTHY: readonly ExampleSeries[] = [
  calls(10),
  attempts(10, 'success', '200'),
  streams(10, 'completed'),
  firstChunks(10, 1),
  diagnoses(1, 'limits.recovered', 5, 'info', 'slow_down'),
  callSpans(10),
  {
    of: 'anthropic.check.status',
    attributes: { 'anthropic.check.name': 'connection', 'anthropic.check.state': 'pass' },
    value: 1,
  },
];

const whichFired = (found: readonly Fired[]): readonly string[] =>
  [...new Set(found.filter(({ scenario, alert }) => scenario === alert).map(({ alert }) => alert))].sort();
const ON_CALLS_NAMES = ON_CALLS.map(({ name }) => name).sort();

describe('every alert on calls fires', () => {
  const scenarios = (series: (alert: Alert, minutes: number) => readonly InputSeries[], later = 0) =>
    ON_CALLS.map((alert): Scenario => {
      const minutes = minutesOf(alert) + later;
      return { name: alert.name, series: series(alert, minutes), alerts: [alert.name], minutes: [minutes] };
    });

  test('of a process that has started while others were scraped', { timeout: TIMEOUT }, async () => {
    const found = await fired(
      scenarios(
        ({ fires: [{ series }] }, minutes) => [
          up(minutes),
          ...inputSeries(
            series.map((one) => ({ ...one, from: 20 + (one.from ?? 0) })),
            minutes,
          ),
        ],
        20,
      ),
    );
    expect(whichFired(found)).toEqual(ON_CALLS_NAMES);
  });

  test('of a process that is replaced by another', { timeout: TIMEOUT }, async () => {
    const found = await fired(
      scenarios(({ fires: [{ series }] }, minutes) => {
        const half = Math.round(minutes / 2);
        const begun = series.filter(({ from = 0 }) => from < half);
        const after = series.map((one) => ({ ...one, from: Math.max(half, one.from ?? 0) }));
        return [
          up(minutes),
          ...inputSeries(begun.map(ofProcess({ instance: 'before' }, { until: half })), minutes),
          ...inputSeries(after.map(ofProcess({ instance: 'after' })), minutes),
        ];
      }),
    );
    expect(whichFired(found)).toEqual(ON_CALLS_NAMES);
  });

  test('of the cluster that fails, and of no other', { timeout: TIMEOUT }, async () => {
    const found = await fired(
      scenarios(({ fires: [{ series }] }, minutes) => [
        ...['one', 'other'].map((cluster) => ({
          series: `up{job="otel-collector", cluster="${cluster}"}`,
          values: `1x${minutes}`,
        })),
        ...inputSeries(series.map(ofProcess({ cluster: 'one' })), minutes),
        ...inputSeries(HEALTHY.map(ofProcess({ cluster: 'other' })), minutes),
      ]),
      { labels: { cluster: 'cluster' } },
    );
    expect(whichFired(found)).toEqual(ON_CALLS_NAMES);
    expect([...new Set(found.map(({ labels }) => labels.get('cluster')))]).toEqual(['one']);
  });
});

test('a check that fails for reasons in turn fires, with each of them', { timeout: TIMEOUT }, async () => {
  const reasons = ['connection.dns', 'connection.connect_timeout'] as const;
  const series = inputSeries(
    reasons.map((id, turn) => ({
      of: 'anthropic.check.status',
      attributes: {
        'anthropic.check.name': 'connection',
        'anthropic.check.state': 'fail',
        'anthropic.diagnosis.id': id,
        'anthropic.diagnosis.action': 'fix_network',
      },
      value: 1,
      samples: Array.from({ length: 20 }, (_, minute) => Number(minute % 2 === turn)).join(' '),
    })),
    20,
  );
  const scenario = { name: 'turns', series, alerts: ['AnthropicUnreachable'], minutes: [15] };
  const found = await fired([scenario], {}, '1m');
  expect(found.map(({ labels }) => labels.get('anthropic_diagnosis_id')).sort()).toEqual([...reasons].sort());
});

describe('nothing fires', () => {
  const MINUTES = [6, 7, 10, 12, 15, 17, 20, 30, 35, 45, 62, 65, 70, 90];
  const quiet = async (series: readonly InputSeries[], options = {}): Promise<readonly string[]> => {
    const found = await fired([{ name: 'quiet', series, alerts: names, minutes: MINUTES }], options, '1m');
    return found.map(
      ({ alert, minute, labels }) => `${alert} at ${minute} ${labels.get('anthropic_diagnosis_id') ?? ''}`,
    );
  };

  test('as a scrape begins and finds what has failed for years', { timeout: TIMEOUT }, async () => {
    const old = ON_CALLS.flatMap(({ fires: [{ series }] }) => series)
      .filter(({ value, of: signal }) => value === undefined && !signal.includes('ratelimit'))
      .map((one) => ({ ...one, total: 10_000, from: 5 }));
    // Each once.
    const once = new Map(
      inputSeries([...old, { ...calls(1), total: 10_000, from: 5 }], 95).map((one) => [one.series, one]),
    );
    // A target is scraped a little before the next.
    expect(await quiet([up(95, 4), ...once.values()])).toEqual([]);
  });

  test('of a service that is well: as it starts, restarts, and makes one call a minute', {
    timeout: TIMEOUT,
  }, async () => {
    const slow = HEALTHY.map((one) => ({ ...one, perMinute: (one.perMinute ?? 0) / 10 }));
    expect(
      await quiet([
        up(95),
        ...inputSeries(HEALTHY.map(ofProcess({ instance: 'before' }, { from: 8, until: 40 })), 95),
        ...inputSeries(HEALTHY.map(ofProcess({ instance: 'after' }, { from: 40 })), 95),
        ...inputSeries(slow.map(ofProcess({ instance: 'night' })), 95),
      ]),
    ).toEqual([]);
  });

  test('of one failed call of each kind among thousands but tickets', { timeout: TIMEOUT }, async () => {
    const failures = ON_CALLS.flatMap(({ fires: [{ series }] }) => series)
      .filter(({ of: signal }) => signal === 'anthropic.client.diagnoses')
      .map((one) => ({ ...one, total: 1, from: 50 }));
    const once = new Map(inputSeries(failures, 95).map((one) => [one.series, one]));
    const many = HEALTHY.map((one) => ({ ...one, perMinute: (one.perMinute ?? 0) * 20 }));
    const found = await quiet([up(95), ...once.values(), ...inputSeries(many, 95)]);
    const pages = alerts.filter(({ severity }) => severity === 'page').map(({ name }) => name);
    expect(found.filter((text) => pages.includes(text.split(' ')[0] ?? ''))).toEqual([]);
    // Calls that were rejected, and a tool loop, are for the morning.
    expect([...new Set(found.map((text) => text.split(' ')[0]))].sort()).toEqual([
      'AnthropicCallsRejected',
      'AnthropicToolLoopRunaway',
    ]);
  });
});
