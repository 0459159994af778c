// Unit tests for promtool: every alert fires and stays silent in the examples of its record.
import type { NameSet } from '@sevenstep/semantic-conventions';
import { Document } from 'yaml';
import { annotations, type Template } from '../annotations.ts';
import type { Alert, Condition, ExampleSeries, FiringExample, QuietExample } from '../catalogue/alert.ts';
import { type Label, SIGNALS } from '../catalogue/signals.ts';
import { withAlertThresholds } from '../catalogue/thresholds.ts';
import { HOUR, MINUTE } from '../catalogue/units.ts';
import { identityOf } from '../options.ts';
import { promDuration } from '../prom-duration.ts';
import { subject } from './go-template.ts';
import { boundText, labelName, type SeriesPart, seriesName } from './names.ts';
import { alertsOf, keepFiring, type RuleFileName, staticLabels } from './rules.ts';

/** The service of all examples. */
const SERVICE = 'checkout';
/** The time between samples. */
const INTERVAL = MINUTE;
/** The time between evaluations. Each one takes promtool a while. */
const EVALUATION = 5 * MINUTE;

/** A series with its samples in promtool's form. */
export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

interface ExpectedAlert {
  readonly exp_labels: Readonly<Record<string, string>>;
  readonly exp_annotations: Readonly<Record<string, string>>;
}

interface UnitTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly InputSeries[];
  readonly alert_rule_test: readonly [
    { readonly eval_time: string; readonly alertname: string; readonly exp_alerts: readonly ExpectedAlert[] },
  ];
}

/** A promtool test file for a rule file in the same folder. */
export function promtoolTests(
  file: RuleFileName,
  names: NameSet = 'latest',
): {
  readonly rule_files: readonly string[];
  readonly evaluation_interval: string;
  readonly tests: readonly UnitTest[];
} {
  const tests = alertsOf(file, names).flatMap((alert) => [
    ...alert.fires.map((example) => test(alert, 'fires', example, [expected(alert, example)])),
    ...alert.quiet.map((example) => test(alert, `stays quiet: ${example.because}`, example, [])),
  ]);
  return { rule_files: [`${file}.rules.yml`], evaluation_interval: promDuration(EVALUATION), tests };
}

/** The test file as YAML. */
export const promtoolTestsYaml = (file: RuleFileName, names: NameSet = 'latest'): string =>
  new Document(promtoolTests(file, names), { aliasDuplicateObjects: false }).toString({ lineWidth: 0 });

function test(
  alert: Alert,
  name: string,
  { series, scrapedFrom }: FiringExample | QuietExample,
  alerts: readonly ExpectedAlert[],
): UnitTest {
  const at = evaluationTime(alert);
  return {
    name: `${alert.name} ${name}`,
    interval: promDuration(INTERVAL),
    input_series: [scraped(at / INTERVAL, scrapedFrom), ...inputSeries(series, at / INTERVAL)],
    alert_rule_test: [{ eval_time: promDuration(at), alertname: alert.name, exp_alerts: alerts }],
  };
}

/** The scraped target. */
const scraped = (minutes: number, from = 0): InputSeries => ({
  series: 'up{job="otel-collector"}',
  values: `${missing(from)}1+0x${minutes - from}`,
});

/** When the longest window is full, or an hour has passed, it has held long enough, and what fired before has ended. */
export function evaluationTime(alert: Alert): number {
  const condition = alert.condition(withAlertThresholds());
  const full = Math.min(Math.max(...windowsOf(condition)), HOUR) + alert.for;
  return (Math.ceil((full + keepFiring(alert)) / EVALUATION) + 2) * EVALUATION;
}

function windowsOf(condition: Condition): readonly number[] {
  if (condition.kind === 'burn') return condition.windows.map(({ long }) => long);
  return 'window' in condition ? [condition.window] : [5 * MINUTE];
}

function expected(alert: Alert, { labels = {}, value, diagnoses = '' }: FiringExample): ExpectedAlert {
  const all: { readonly [Name in Label]?: string } = { 'service.name': SERVICE, ...labels };
  const textOf = (label: Label) => all[label] ?? '';
  const template: Template = {
    service: subject(identityOf({}), () => SERVICE),
    label: textOf,
    id: textOf,
    value: () => value,
  };
  return {
    exp_labels: {
      ...(alert.ofService === false ? {} : { job: SERVICE }),
      // promtool omits labels with an empty value.
      ...Object.fromEntries(
        alert.by.filter((label) => all[label]).map((label) => [labelName(label), textOf(label)]),
      ),
      ...staticLabels(alert, {}),
    },
    exp_annotations: { ...annotations(alert, template, {}), ...(alert.breakdown && { diagnoses }) },
  };
}

/** The increase of one series per minute, and the time in which the series exists. */
interface Pace {
  readonly step: number;
  readonly from: number;
  readonly until: number;
}

/** The series of all examples, with one sample per minute. Values for the same series are added. */
export function inputSeries(examples: readonly ExampleSeries[], minutes: number): readonly InputSeries[] {
  const paces = new Map<string, Pace>();
  const singles: InputSeries[] = [];
  for (const example of examples) {
    const { of: signal, attributes = {}, value = 0, total, from = 0, until = minutes } = example;
    const labels = [
      ...Object.entries(example.process ?? {}).map(([label, text]) => `${label}="${text}"`),
      ...Object.entries(attributes).map(([label, text]) => `${labelName(label as Label)}="${text}"`),
    ];
    const named = (part?: SeriesPart, more: readonly string[] = []) =>
      `${seriesName(signal, part)}{${[`job="${SERVICE}"`, ...labels, ...more].join(', ')}}`;
    if (example.samples !== undefined) {
      singles.push({ series: named(), values: example.samples });
    } else if (SIGNALS[signal].instrument === 'gauge') {
      singles.push({ series: named(), values: `${missing(from)}${value}+0x${until - from}` });
    } else if (total !== undefined) {
      for (const [series, each] of steps({ ...example, perMinute: total }, named)) {
        singles.push({ series, values: `${missing(from)}${each}+0x${until - from}` });
      }
    } else {
      for (const [series, step] of steps(example, named)) {
        paces.set(series, { step: step + (paces.get(series)?.step ?? 0), from, until });
      }
    }
  }
  return [...[...paces].map(([series, pace]) => ({ series, values: samples(pace) })), ...singles];
}

/** The series of a counter or histogram, with the increase of each per minute. */
function steps(
  { of: signal, perMinute = 0, value }: ExampleSeries,
  named: (part?: SeriesPart, more?: readonly string[]) => string,
): readonly (readonly [series: string, step: number])[] {
  const { instrument, buckets = [] } = SIGNALS[signal];
  if (instrument === 'counter') return [[named(), perMinute * (value ?? 1)]];
  const each = value ?? 0;
  const bounds = [...buckets, Number.POSITIVE_INFINITY];
  return [
    ...bounds.map(
      (bound) => [named('bucket', [`le="${boundText(bound)}"`]), each <= bound ? perMinute : 0] as const,
    ),
    [named('sum'), perMinute * each],
    [named('count'), perMinute],
  ];
}

/** Promtool's notation: missing samples, the first value, and its steps. */
function samples({ step, from, until }: Pace): string {
  // A late series starts with its first increase, not with 0.
  const first = from === 0 ? 0 : step;
  return `${missing(from)}${first}+${Number(step.toPrecision(12))}x${until - from}`;
}

const missing = (minutes: number): string => (minutes === 0 ? '' : `_x${minutes} `);
