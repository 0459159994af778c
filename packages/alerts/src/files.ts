// Generates every file of the catalogue, by its path.
import { type AlertmanagerOptions, alertmanagerYaml } from './alertmanager/config.ts';
import { spanmetricsYaml } from './collector/spanmetrics.ts';
import { datadogMonitorsJson } from './datadog/monitors.ts';
import { type GrafanaAlertOptions, grafanaAlertsYaml } from './grafana/alerts.ts';
import { type DashboardOptions, grafanaDashboardJson } from './grafana/dashboard.ts';
import { helmTemplate, mixinLibsonnet, mixinRules } from './kubernetes/include.ts';
import { type ManifestOptions, prometheusRuleYaml } from './kubernetes/manifest.ts';
import { prometheusRulesYaml } from './prometheus/rules.ts';

/** The options of all generators. */
export type FilesOptions = AlertmanagerOptions & GrafanaAlertOptions & DashboardOptions & ManifestOptions;

/**
 * The content of each file.
 *
 * @throws TypeError for an option out of range, Error for a threshold that does not fit its metric.
 * @example files({ thresholds: { headroomShare: 0.2 } })['prometheus/calls.rules.yml']
 */
export function files(options: FilesOptions = {}): Readonly<Record<string, string>> {
  return {
    'prometheus/calls.rules.yml': prometheusRulesYaml('calls', options),
    'prometheus/spans.rules.yml': prometheusRulesYaml('spans', options),
    'kubernetes/calls.prometheusrule.yaml': prometheusRuleYaml('calls', options),
    'kubernetes/spans.prometheusrule.yaml': prometheusRuleYaml('spans', options),
    'jsonnet/mixin.libsonnet': mixinLibsonnet(),
    'jsonnet/rules.json': mixinRules(options),
    'helm/sevenstep.yaml': helmTemplate(),
    'alertmanager/alertmanager.yml': alertmanagerYaml(options),
    'collector/spanmetrics.yaml': spanmetricsYaml(),
    'grafana/dashboard.json': grafanaDashboardJson(options),
    'grafana/alerts/calls.yaml': grafanaAlertsYaml('calls', options),
    'grafana/alerts/spans.yaml': grafanaAlertsYaml('spans', options),
    'datadog/monitors.json': datadogMonitorsJson(options),
  };
}
