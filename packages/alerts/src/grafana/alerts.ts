// Generates alerts that Grafana evaluates itself, for file provisioning. They need no recording rules.
import { QueryBuilder, type Rule, RuleBuilder } from '@grafana/grafana-foundation-sdk/alerting';
import { TypeMathBuilder } from '@grafana/grafana-foundation-sdk/expr';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { Document } from 'yaml';
import { annotations } from '../annotations.ts';
import type { Alert } from '../catalogue/alert.ts';
import { withAlertThresholds } from '../catalogue/thresholds.ts';
import { type GenerateOptions, namesOf } from '../options.ts';
import { promDuration } from '../prom-duration.ts';
import { expression } from '../prometheus/expression.ts';
import { goTemplate } from '../prometheus/go-template.ts';
import { alertsOf, dialectOf, keepFiring, type RuleFileName, staticLabels } from '../prometheus/rules.ts';

/** The options of Grafana's alerts. */
export interface GrafanaAlertOptions extends GenerateOptions {
  /** The uid of the Prometheus data source. @default 'prometheus' */
  readonly datasource?: string;
}

const FOLDER = 'Claude API';
const EXPRESSIONS = '__expr__';

/** A file for Grafana's `provisioning/alerting`. */
export interface GrafanaAlertFile {
  readonly apiVersion: 1;
  readonly groups: readonly {
    readonly orgId: 1;
    readonly name: string;
    readonly folder: string;
    readonly interval: string;
    readonly rules: readonly Omit<Rule, 'folderUID' | 'orgID' | 'ruleGroup'>[];
  }[];
}

/** The alerts of a file as data. */
export function grafanaAlerts(file: RuleFileName, options: GrafanaAlertOptions = {}): GrafanaAlertFile {
  const rules = alertsOf(file, namesOf(options)).map((alert) => {
    // A provisioning file names folder, organization and group once for each group.
    const { folderUID: _f, orgID: _o, ruleGroup: _g, ...rule } = ruleOf(alert, options);
    return rule;
  });
  const name = `sevenstep-${file}`;
  return { apiVersion: 1, groups: [{ orgId: 1, name, folder: FOLDER, interval: '1m', rules }] };
}

/** The alerts as YAML. */
export function grafanaAlertsYaml(file: RuleFileName, options: GrafanaAlertOptions = {}): string {
  // The models of Grafana's SDK carry a function, which JSON leaves out.
  const plain: unknown = JSON.parse(JSON.stringify(grafanaAlerts(file, options)));
  return new Document(plain).toString({ lineWidth: 0, blockQuote: 'literal' });
}

/** The condition: the expression has at least one series, one for each alert that fires. */
function ruleOf(alert: Alert, options: GrafanaAlertOptions): Rule {
  const dialect = dialectOf(options);
  const template = goTemplate('$values.A.Value', dialect.identity);
  const range = { from: 600, to: 0 };
  const uid = options.datasource ?? 'prometheus';
  const query = new DataqueryBuilder()
    .datasource({ type: 'prometheus', uid })
    .expr(expression(alert, withAlertThresholds(options.thresholds), dialect))
    .instant()
    .refId('A');
  const isThere = new TypeMathBuilder()
    .datasource({ type: EXPRESSIONS, uid: EXPRESSIONS })
    .expression('is_number($A)')
    .refId('B');
  return new RuleBuilder(alert.name)
    .uid(`sevenstep-${alert.name}`)
    .condition('B')
    .withQuery(new QueryBuilder('A').datasourceUid(uid).relativeTimeRange(range).model(query))
    .withQuery(new QueryBuilder('B').datasourceUid(EXPRESSIONS).relativeTimeRange(range).model(isThere))
    .noDataState('OK')
    .execErrState('Error')
    .forDuration(promDuration(alert.for * dialect.timeScale))
    .keepFiringFor(promDuration(keepFiring(alert) * dialect.timeScale))
    .labels(staticLabels(alert, options))
    .annotations(annotations(alert, template, options))
    .build();
}
