// Writes the catalogue as Prometheus rule files: recording rules, then alerts, in one group.
import type { NameSet } from '@sevenstep/semantic-conventions';
import { Document } from 'yaml';
import { annotations } from '../annotations.ts';
import type { Alert } from '../catalogue/alert.ts';
import { alerts, needsSpanMetrics } from '../catalogue/index.ts';
import { alertIn } from '../catalogue/name-set.ts';
import { withAlertThresholds } from '../catalogue/thresholds.ts';
import { MINUTE } from '../catalogue/units.ts';
import {
  extraLabelsOf,
  type GenerateOptions,
  identityOf,
  matchersOfSelector,
  namesOf,
  severityName,
  timeScaleOf,
} from '../options.ts';
import { promDuration } from '../prom-duration.ts';
import { breakdown } from './breakdown.ts';
import { withoutConsequences } from './expression.ts';
import { goTemplate } from './go-template.ts';
import { type Dialect, joined, type Recording, recordingExpression, recordName } from './increase.ts';
import { labelName } from './names.ts';

interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The content of a rule file. */
export interface RuleFile {
  readonly groups: readonly [
    { readonly name: string; readonly rules: readonly (RecordingRule | AlertingRule)[] },
  ];
}

/** `calls` needs the metrics of the instrumentation and the processor. `spans` also needs those of the spanmetrics connector. */
export type RuleFileName = 'calls' | 'spans';

/** The metrics that each file records. */
const SOURCES = { calls: 'metrics', spans: 'spans' } as const;

/** The default number of seconds for which an alert keeps firing after its condition ends. */
const KEEP_FIRING = 10 * MINUTE;

/** The alerts of a file. */
export const alertsOf = (file: RuleFileName, names: NameSet = 'latest'): readonly Alert[] =>
  alerts
    .filter((alert) => needsSpanMetrics(alert) === (file === 'spans'))
    .map((alert) => alertIn(names, alert));

/**
 * The rules of a file as data.
 *
 * @throws TypeError for an unknown threshold, Error for a threshold that does not fit its metric.
 */
export function prometheusRules(file: RuleFileName, options: GenerateOptions = {}): RuleFile {
  const thresholds = withAlertThresholds(options.thresholds);
  const dialect = dialectOf(options);
  const { identity, names, timeScale } = dialect;
  const own = alertsOf(file, names);
  const recordings = new Map<string, Recording>();
  const keyOf = ({ series, window }: Recording): string => `${series} ${window}`;
  // Both files may be loaded, so only one of them records a name.
  const isOwn = ({ source }: Recording): boolean => source === SOURCES[file];
  const written = (record: NonNullable<Dialect['record']>) =>
    own.map((alert) => ({
      expr: withoutConsequences(alert, thresholds, { ...dialect, record }),
      ...(alert.breakdown && { diagnoses: breakdown({ ...dialect, record }) }),
    }));
  // The name of a recorded series contains its level, which depends on all alerts together.
  written((recording) => {
    if (isOwn(recording)) {
      const key = keyOf(recording);
      recordings.set(key, joined(recording, recordings.get(key)));
    }
    return undefined;
  });
  const texts = written((recording) => {
    const recorded = isOwn(recording) ? recordings.get(keyOf(recording)) : undefined;
    return recorded && recordName(recorded, identity);
  });
  const template = goTemplate('$value', identity);
  const hold = (name: 'for' | 'keep_firing_for', seconds: number) =>
    seconds === 0 ? {} : { [name]: promDuration(seconds * timeScale) };
  const alerting = own.map((alert, index): AlertingRule => {
    const { expr = '', ...more } = texts[index] ?? {};
    return {
      alert: alert.name,
      expr,
      ...hold('for', alert.for),
      ...hold('keep_firing_for', keepFiring(alert)),
      labels: staticLabels(alert, options),
      annotations: { ...annotations(alert, template, options), ...more },
    };
  });
  const recording = [...recordings.values()].map((one) => ({
    record: recordName(one, identity),
    expr: recordingExpression(one, dialect),
  }));
  return { groups: [{ name: `sevenstep-${file}`, rules: [...recording, ...alerting] }] };
}

/** The dialect for these options, without recorded series. */
export const dialectOf = (options: GenerateOptions): Dialect => ({
  timeScale: timeScaleOf(options),
  names: namesOf(options),
  identity: identityOf(options),
  matchers: matchersOfSelector(options),
});

/** The number of seconds for which an alert keeps firing after its condition ends. */
export const keepFiring = ({ keepFiring: seconds = KEEP_FIRING }: Alert): number => seconds;

/** The rules as YAML. */
export function prometheusRulesYaml(file: RuleFileName, options: GenerateOptions = {}): string {
  return new Document(prometheusRules(file, options)).toString({ lineWidth: 0, blockQuote: 'literal' });
}

/** Labels that are not from the series. */
export function staticLabels(alert: Alert, options: GenerateOptions): Record<string, string> {
  const { severity, rule, action, by } = alert;
  return {
    severity: severityName(severity, options),
    ...(rule !== undefined && !by.includes('anthropic.diagnosis.id')
      ? { [labelName('anthropic.diagnosis.id')]: rule }
      : {}),
    ...(action !== undefined && !by.includes('anthropic.diagnosis.action')
      ? { [labelName('anthropic.diagnosis.action')]: action }
      : {}),
    ...extraLabelsOf(options),
  };
}
