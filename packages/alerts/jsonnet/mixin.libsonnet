// Claude API calls: a monitoring mixin. It reads rules.json and ../grafana/dashboard.json.
local only(kind, suffix) = [
  group { name: group.name + suffix, rules: [rule for rule in group.rules if std.objectHas(rule, kind)] }
  for group in (import 'rules.json').groups
];
{
  prometheusRules+:: { groups+: only('record', '-recording') },
  prometheusAlerts+:: { groups+: only('alert', '-alerts') },
  grafanaDashboards+:: { 'sevenstep-claude-api.json': import '../grafana/dashboard.json' },
}
