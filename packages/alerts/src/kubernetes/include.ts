// Files through which jsonnet and Helm include the generated ones. Both leave Prometheus's templates in them unchanged.
import type { GenerateOptions } from '../options.ts';
import { prometheusRules } from '../prometheus/rules.ts';

/** The groups of both rule files, for {@link mixinLibsonnet}, because not every jsonnet reads YAML. */
export const mixinRules = (options: GenerateOptions): string =>
  `${JSON.stringify({ groups: FILES.flatMap((file) => prometheusRules(file, options).groups) }, undefined, 2)}\n`;

const FILES = ['calls', 'spans'] as const;

/** A monitoring mixin: rules, alerts and the dashboard under the usual names. */
export const mixinLibsonnet =
  (): string => `// Claude API calls: a monitoring mixin. It reads rules.json and ../grafana/dashboard.json.
local only(kind, suffix) = [
  group { name: group.name + suffix, rules: [rule for rule in group.rules if std.objectHas(rule, kind)] }
  for group in (import 'rules.json').groups
];
{
  prometheusRules+:: { groups+: only('record', '-recording') },
  prometheusAlerts+:: { groups+: only('alert', '-alerts') },
  grafanaDashboards+:: { 'sevenstep-claude-api.json': import '../grafana/dashboard.json' },
}
`;

/** A Helm template for a chart that contains the generated folder. */
export const helmTemplate =
  (): string => `{{- /* Copy to templates/ of your chart, and the written folder beside Chart.yaml. The files are read as they are. */ -}}
{{- range $path, $_ := .Files.Glob "**/prometheus/*.rules.yml" }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: sevenstep-{{ base $path | trimSuffix ".rules.yml" }}
  labels:
    app.kubernetes.io/part-of: sevenstep
    {{- with ($.Values.sevenstep | default dict).manifestLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- $.Files.Get $path | nindent 2 }}
{{- end }}
{{- range $path, $_ := .Files.Glob "**/grafana/dashboard.json" }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: sevenstep-dashboard
  labels:
    app.kubernetes.io/part-of: sevenstep
    grafana_dashboard: "1"
data:
  sevenstep-claude-api.json: |
    {{- $.Files.Get $path | nindent 4 }}
{{- end }}
`;
