// Everything that alerts and the dashboard name is emitted: by the real, instrumented SDK in all drills, and by repeated checks.
import Anthropic from '@anthropic-ai/sdk';
import { context, metrics, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import {
  alertmanagerConfig,
  alerts,
  type Condition,
  datadogMonitors,
  grafanaAlerts,
  type Label,
  labelName,
  panels,
  prometheusRules,
  runnable,
  type Selection,
  SIGNALS,
  type SignalName,
  SPAN_DIMENSIONS,
  selectionsOf,
  seriesName,
  withAlertThresholds,
} from '@sevenstep/alerts';
import { type Drill, runDrill, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { drills, healthy, patternDrills } from '@sevenstep/checklist/drills';
import { NAME_SETS, type NameSet } from '@sevenstep/semantic-conventions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkedPoints } from '../support/checked-points.ts';
import { type Point, startTestMeter, type TestMeter } from '../support/meter.ts';
import {
  clientOptionsFor,
  isCallSpan,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';
import { namesIn } from './promql-names.ts';

const FILES = ['calls', 'spans'] as const;
const SIGNAL_NAMES = Object.keys(SIGNALS) as SignalName[];
/** Labels from Prometheus and the Collector's exporter, which are not attributes. */
const OF_THE_SCRAPE = ['job', 'instance', 'le'];
/** Labels that the spanmetrics connector adds to every span. */
const OF_THE_CONNECTOR: Readonly<Record<string, string>> = {
  'span.name': 'chat',
  'span.kind': 'SPAN_KIND_CLIENT',
  'status.code': 'STATUS_CODE_UNSET',
};
/** An organization whose keys belong to a workspace. */
const IN_A_WORKSPACE: Drill = {
  title: 'A plain answer to a key of a workspace',
  faults: [{ response: { headers: { 'anthropic-workspace-id': 'wrkspc_1' } } }],
};

/** An answer with tokens of every kind. */
const EVERY_TOKEN: Drill = {
  title: 'An answer after some thinking, with a cache that is read and written',
  faults: [
    {
      response: {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: 'claude-sonnet-5',
          content: [{ type: 'text', text: 'Hello.' }],
          stop_reason: 'end_turn',
          stop_sequence: null,
          usage: {
            input_tokens: 5,
            cache_creation_input_tokens: 10,
            cache_read_input_tokens: 20,
            output_tokens: 90,
            output_tokens_details: { thinking_tokens: 78 },
          },
        }),
      },
    },
  ],
};
/** A failed call with tokens of both directions. */
const CUT_AT_THE_END: Drill = {
  title: 'A stream breaks after the event that has its tokens',
  call: { method: 'create-streamed' },
  faults: [{ stream: { after: { events: 9 }, then: 'reset' } }],
};

let simulator: Simulator;
let telemetry: TestTelemetry | undefined;
let meter: TestMeter;
/** The measurements of all drills, by metric. */
let captured: Map<SignalName, readonly Point[]>;

beforeAll(async () => {
  simulator = await startSimulator();
  meter = startTestMeter();
  metrics.setGlobalMeterProvider(meter.provider);
  startTelemetry();
  captured = await measured([
    ...Object.values(drills),
    ...Object.values(patternDrills),
    ...healthy,
    IN_A_WORKSPACE,
    EVERY_TOKEN,
    CUT_AT_THE_END,
  ]);
  const checked = await checkedPoints(simulator);
  for (const name of SIGNAL_NAMES) if (name.startsWith('anthropic.check.')) captured.set(name, checked(name));
}, 300_000);
afterAll(async () => {
  metrics.disable();
  telemetry?.stop();
  await meter.stop();
  await simulator.close();
});

/** Starts again, like a new process, because a pattern is reported only once in a while. */
function startTelemetry(): void {
  telemetry?.stop();
  telemetry = startTestTelemetry({ genAiNames: 'both' });
  telemetry.instrumentation.setMeterProvider(meter.provider);
}

/** The points of our metrics, and of the metrics that the connector would make from the spans. */
async function measured(given: readonly Drill[]): Promise<Map<SignalName, readonly Point[]>> {
  for (const drill of given) {
    simulator.load({ faults: drill.faults ?? [] });
    const root = trace.getTracer('test').startSpan('root');
    await context.with(trace.setSpan(context.active(), root), () =>
      runDrill(Anthropic, drill, { baseURL: simulator.url, clientOptions: clientOptionsFor('adopted') }),
    );
    root.end();
  }
  const points = await meter.take();
  const spans = (telemetry?.takeSpans() ?? []).filter(isCallSpan).map(connectorPoint);
  return new Map(SIGNAL_NAMES.map((name) => [name, SIGNALS[name].source === 'spans' ? spans : points(name)]));
}

const connectorPoint = ({ attributes, status }: ReadableSpan): Point => ({
  attributes: {
    ...OF_THE_CONNECTOR,
    ...(status.code === SpanStatusCode.ERROR && { 'status.code': 'STATUS_CODE_ERROR' }),
    ...Object.fromEntries(
      SPAN_DIMENSIONS.flatMap((name) => (name in attributes ? [[name, attributes[name]]] : [])),
    ),
  },
  value: 1,
});

const attributesOf = (points: readonly Point[]): Set<string> =>
  new Set(points.flatMap(({ attributes }) => Object.keys(attributes)));

/** The series of Prometheus with their labels: emitted ones, and ones that our rules record. */
function series(): Map<string, ReadonlySet<string>> {
  const all = new Map<string, ReadonlySet<string>>();
  for (const [name, points] of captured) {
    if (points.length === 0) continue;
    const labels = [...attributesOf(points)].map((label) => labelName(label as Label));
    for (const part of ['bucket', 'count', 'sum'] as const) {
      all.set(seriesName(name, part), new Set([...labels, ...OF_THE_SCRAPE]));
    }
  }
  for (const rule of NAME_SETS.flatMap((genAiNames) => rulesOf(genAiNames))) {
    if (!('record' in rule)) continue;
    const [, by = ''] = /^sum by \(([^)]*)\)/.exec(rule.expr) ?? [];
    all.set(rule.record, new Set(by.split(', ')));
  }
  return all;
}

const rulesOf = (genAiNames: NameSet) =>
  FILES.flatMap((file) => prometheusRules(file, { genAiNames }).groups[0].rules);

function expectEmitted(expr: string): void {
  const known = series();
  const { selectors, grouped } = namesIn(expr);
  expect(selectors.length).toBeGreaterThan(0);
  for (const { metric, labels } of selectors) {
    expect([...known.keys()], expr).toContain(metric);
    for (const label of labels)
      expect([...(known.get(metric) ?? [])], `${metric} in ${expr}`).toContain(label);
  }
  const there = new Set([
    ...selectors.flatMap(({ metric }) => [...(known.get(metric) ?? [])]),
    ...OF_THE_SCRAPE,
  ]);
  for (const label of grouped) expect([...there], expr).toContain(label);
}

const matches = ({ where = {} }: Selection, { attributes }: Point): boolean =>
  Object.entries(where).every(([label, values]) =>
    values === 'any' ? label in attributes : values.includes(String(attributes[label])),
  );

test('every metric that can be watched is emitted, with every attribute it is said to have', () => {
  for (const name of SIGNAL_NAMES) {
    expect(captured.get(name)?.length, name).toBeGreaterThan(0);
    expect([...attributesOf(captured.get(name) ?? [])].sort(), name).toEqual(
      [...SIGNALS[name].attributes].sort(),
    );
  }
});

describe.each(NAME_SETS)('Prometheus, with %s names', (genAiNames) => {
  test.each(
    rulesOf(genAiNames).map((rule) => ['record' in rule ? rule.record : rule.alert, rule.expr] as const),
  )('%s', (_, expr) => expectEmitted(expr));
});

describe.each(NAME_SETS)('Grafana, with %s names', (genAiNames) => {
  const queries = panels(withAlertThresholds(), genAiNames).flatMap(({ id, queries }) =>
    queries.map((query) => [id, runnable(query)] as const),
  );
  test.each(queries)('panel %s', (_, expr) => expectEmitted(expr));

  const rules = FILES.flatMap((file) => grafanaAlerts(file, { genAiNames }).groups[0]?.rules ?? []);
  test.each(
    rules.map(
      ({ title, data: [query] }) =>
        [title, (query?.model as { expr: string } | undefined)?.expr ?? ''] as const,
    ),
  )('alert %s', (_, expr) => expectEmitted(expr));
});

describe.each(NAME_SETS)('Datadog, with %s names', (genAiNames) => {
  test.each(datadogMonitors({ genAiNames }).map(({ name, query }) => [name, query] as const))(
    '%s',
    (_, query) => {
      const found = [...query.matchAll(/([a-z_.]+)\{([^}]*)\}(?: by \{([^}]*)\})?/g)];
      expect(found.length).toBeGreaterThan(0);
      for (const [, metric, filters = '', by = ''] of found) {
        const points = captured.get(metric as SignalName) ?? [];
        expect(points.length, metric).toBeGreaterThan(0);
        const filtered =
          filters === '*' ? [] : filters.split(' AND ').map((filter) => filter.split(/:| IN /)[0]);
        const tags = [...filtered, ...by.split(',')].filter((tag) => tag !== '' && tag !== 'service');
        for (const tag of tags) expect([...attributesOf(points)], query).toContain(tag);
      }
    },
  );
});

test('Alertmanager routes and inhibits by labels that alerts have', () => {
  const { route, inhibit_rules } = alertmanagerConfig();
  const matchers = [
    ...(route.routes ?? []).flatMap((team) => [
      ...(team.matchers ?? []),
      ...(team.routes ?? []).flatMap((one) => one.matchers ?? []),
    ]),
    ...inhibit_rules.flatMap((rule) => [...rule.source_matchers, ...rule.target_matchers]),
  ];
  const labels = new Set([
    ...matchers.map((matcher) => matcher.replace(/[=!~].*/, '')),
    ...inhibit_rules.flatMap(({ equal }) => equal),
  ]);
  expect([...labels].sort()).toEqual([
    'alertname',
    labelName('anthropic.diagnosis.action'),
    'job',
    'severity',
  ]);
});

describe.each(alerts.map((alert) => [alert.name, alert] as const))('%s', (_, alert) => {
  const condition: Condition = alert.condition(withAlertThresholds());

  test('each of its selections selects something that is emitted', () => {
    for (const selection of selectionsOf(condition)) {
      const points = captured.get(selection.of) ?? [];
      expect(points.filter((point) => matches(selection, point)).length, selection.of).toBeGreaterThan(0);
    }
  });

  test.runIf(condition.kind === 'count' || condition.kind === 'ratio')(
    'its drill brings about what it counts',
    async () => {
      startTelemetry();
      const { call: drill } = alert.drill;
      // In a drill with a share of failed calls, enough calls that some fail.
      const points = await measured([
        drill.faults?.some(({ when }) => when?.probability || when?.request) ? many(drill, 12) : drill,
      ]);
      const [part] = selectionsOf(condition);
      const found = (points.get(part?.of ?? 'anthropic.client.diagnoses') ?? []).filter(
        (point) => part && matches(part, point),
      );
      expect(found.length).toBeGreaterThan(0);
    },
  );
});

/** The drill's call, repeated with its script loaded once, so that each draw differs. */
function many({ title, faults = [], call = {} }: Drill, times: number): Drill {
  return { title, faults, calls: [{ ...call, times }] };
}
