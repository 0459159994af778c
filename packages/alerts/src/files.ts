// Every file that is generated from the catalogue, by its path.
import { type AlertmanagerOptions, alertmanagerYaml } from './alertmanager/config.ts';
import { spanmetricsYaml } from './collector/spanmetrics.ts';
import { datadogMonitorsJson } from './datadog/monitors.ts';
import { type GrafanaAlertOptions, grafanaAlertsYaml } from './grafana/alerts.ts';
import { type DashboardOptions, grafanaDashboardJson } from './grafana/dashboard.ts';
import { prometheusRulesYaml } from './prometheus/rules.ts';

/** Options of all of them. */
export type FilesOptions = AlertmanagerOptions & GrafanaAlertOptions & DashboardOptions;

/**
 * The content of each file.
 *
 * @throws TypeError for a threshold there is none of, Error for one that does not fit its metric.
 * @example files({ thresholds: { headroomShare: 0.2 } })['prometheus/calls.rules.yml']
 */
export function files(options: FilesOptions = {}): Readonly<Record<string, string>> {
  return {
    'prometheus/calls.rules.yml': prometheusRulesYaml('calls', options),
    'prometheus/spans.rules.yml': prometheusRulesYaml('spans', options),
    'alertmanager/alertmanager.yml': alertmanagerYaml(options),
    'collector/spanmetrics.yaml': spanmetricsYaml(),
    'grafana/dashboard.json': grafanaDashboardJson(options),
    'grafana/alerts/calls.yaml': grafanaAlertsYaml('calls', options),
    'grafana/alerts/spans.yaml': grafanaAlertsYaml('spans', options),
    'datadog/monitors.json': datadogMonitorsJson(options),
  };
}
