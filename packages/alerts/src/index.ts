// The public entry points of @sevenstep/alerts.
export {
  type AlertmanagerConfig,
  type AlertmanagerOptions,
  alertmanagerConfig,
  alertmanagerYaml,
} from './alertmanager/config.ts';
export { TEAM_NAMES, TEAMS, type Team } from './alertmanager/teams.ts';
export type { Alert, AlertDrill, AlertSeverity, Condition, Selection } from './catalogue/alert.ts';
export { FAST_BURN, SLOW_BURN } from './catalogue/burn-windows.ts';
export { alerts, needsSpanMetrics, selectionsOf, signalsOf } from './catalogue/index.ts';
export { PANEL_IDS, type PanelId } from './catalogue/panel-ids.ts';
export { REHEARSAL_THRESHOLDS } from './catalogue/rehearsal.ts';
export {
  type Label,
  SIGNALS,
  type Signal,
  type SignalName,
  SPAN_DIMENSIONS,
  SPAN_DURATION_BUCKETS,
} from './catalogue/signals.ts';
export {
  type AlertThresholds,
  THRESHOLDS,
  type ThresholdName,
  type ThresholdSpec,
  withAlertThresholds,
} from './catalogue/thresholds.ts';
export { spanmetricsConfig, spanmetricsYaml } from './collector/spanmetrics.ts';
export { type DatadogMonitor, datadogMonitors, datadogMonitorsJson } from './datadog/monitors.ts';
export { type FilesOptions, files } from './files.ts';
export {
  type GrafanaAlertFile,
  type GrafanaAlertOptions,
  grafanaAlerts,
  grafanaAlertsYaml,
} from './grafana/alerts.ts';
export { type DashboardOptions, grafanaDashboard, grafanaDashboardJson } from './grafana/dashboard.ts';
export { type Panel, type PanelRow, panelRows, panels } from './grafana/panels.ts';
export { type PanelQuery, runnable } from './grafana/queries.ts';
export {
  type ManifestOptions,
  type PrometheusRuleManifest,
  prometheusRuleManifest,
  prometheusRuleYaml,
} from './kubernetes/manifest.ts';
export { type GenerateOptions, LEVELS, type Level, type LevelLabels } from './options.ts';
export { labelName, metricName, seriesName } from './prometheus/names.ts';
export {
  prometheusRules,
  prometheusRulesYaml,
  type RuleFile,
  type RuleFileName,
} from './prometheus/rules.ts';
export { promtoolTests, promtoolTestsYaml } from './prometheus/tests.ts';
