// The catalogue as rule files of Prometheus: recording rules first, then alerts, in one group.
import type { NameSet } from '@sevenstep/semantic-conventions';
import { Document } from 'yaml';
import { annotations } from '../annotations.ts';
import type { Alert } from '../catalogue/alert.ts';
import { alerts, needsSpanMetrics } from '../catalogue/index.ts';
import { alertIn } from '../catalogue/name-set.ts';
import { withAlertThresholds } from '../catalogue/thresholds.ts';
import { type GenerateOptions, namesOf, timeScaleOf } from '../options.ts';
import { promDuration } from '../prom-duration.ts';
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
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The content of a rule file. */
export interface RuleFile {
  readonly groups: readonly [
    { readonly name: string; readonly rules: readonly (RecordingRule | AlertingRule)[] },
  ];
}

/** `calls` needs the metrics of the instrumentation and the processor; `spans` those of the spanmetrics connector, too. */
export type RuleFileName = 'calls' | 'spans';

/** Whose metrics a file records. */
const SOURCES = { calls: 'metrics', spans: 'spans' } as const;

const TEMPLATE = goTemplate('$value');

/** The alerts of a file. */
export const alertsOf = (file: RuleFileName, names: NameSet = 'latest'): readonly Alert[] =>
  alerts
    .filter((alert) => needsSpanMetrics(alert) === (file === 'spans'))
    .map((alert) => alertIn(names, alert));

/**
 * The rules of a file as data.
 *
 * @throws TypeError for a threshold there is none of, Error for one that does not fit its metric.
 */
export function prometheusRules(file: RuleFileName, options: GenerateOptions = {}): RuleFile {
  const thresholds = withAlertThresholds(options.thresholds);
  const names = namesOf(options);
  const recordings = new Map<string, Recording>();
  const dialect: Dialect = {
    timeScale: timeScaleOf(options),
    names,
    record: (recording) => {
      // Both files may be loaded: a name is recorded by one of them.
      if (recording.source !== SOURCES[file]) return false;
      const name = recordName(recording.series, recording.window);
      recordings.set(name, joined(recording, recordings.get(name)));
      return true;
    },
  };
  const alerting = alertsOf(file, names).map((alert): AlertingRule => {
    const hold = alert.for * dialect.timeScale;
    return {
      alert: alert.name,
      expr: withoutConsequences(alert, thresholds, dialect),
      ...(hold === 0 ? {} : { for: promDuration(hold) }),
      labels: staticLabels(alert),
      annotations: annotations(alert, TEMPLATE, options),
    };
  });
  const recording = [...recordings].map(([record, of]) => ({
    record,
    expr: recordingExpression(of, dialect),
  }));
  return { groups: [{ name: `sevenstep-${file}`, rules: [...recording, ...alerting] }] };
}

/** The same as YAML. */
export function prometheusRulesYaml(file: RuleFileName, options: GenerateOptions = {}): string {
  return new Document(prometheusRules(file, options)).toString({ lineWidth: 0, blockQuote: 'literal' });
}

/** Labels that do not come from the series. */
export function staticLabels({ severity, rule, action, by }: Alert): Record<string, string> {
  return {
    severity,
    ...(rule !== undefined && !by.includes('anthropic.diagnosis.id')
      ? { [labelName('anthropic.diagnosis.id')]: rule }
      : {}),
    ...(action !== undefined && !by.includes('anthropic.diagnosis.action')
      ? { [labelName('anthropic.diagnosis.action')]: action }
      : {}),
  };
}
