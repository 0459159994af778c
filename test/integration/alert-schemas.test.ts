// Other tools accept the generated files: the operator's schema the manifests, jsonnet the mixin, and Grafana's schema the dashboard.
// `prometheusrule-schema.json` is `openAPIV3Schema` of the PrometheusRule CRD of prometheus-operator 0.93.0, and
// `dashboard-schema.json` is `jsonschema/dashboard.jsonschema.json` of grafana/grafana-foundation-sdk (commit f178d5a), both without descriptions.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type FilesOptions, files, grafanaDashboardJson, prometheusRules } from '@sevenstep/alerts';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import dashboardSchema from '../../packages/alerts/test/fixtures/dashboard-schema.json' with { type: 'json' };
import manifestSchema from '../../packages/alerts/test/fixtures/prometheusrule-schema.json' with {
  type: 'json',
};
import { runTool } from '../support/debian-tools.ts';

const TIMEOUT = 400_000;
const SETTINGS: Readonly<Record<string, FilesOptions>> = {
  'as shipped': {},
  'for clusters, with own names': {
    labels: { cluster: 'cluster', namespace: 'namespace', environment: 'env', service: 'service_name' },
    selector: 'env=~"prod|staging", cluster!="test"',
    severities: { page: 'critical', ticket: 'warning' },
    extraLabels: { source: 'sevenstep' },
    manifestLabels: { release: 'kube-prometheus-stack' },
    docs: 'https://git.example.com/sevenstep/blob/main/',
    genAiNames: 'previous',
  },
};

/** Kubernetes drops fields that its schema lacks. Here they are errors. */
function closed(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  // Go writes a pattern's flag into the pattern.
  if (typeof inner.pattern === 'string') inner.pattern = inner.pattern.replace('(?i)', '');
  return 'properties' in inner && !('additionalProperties' in inner)
    ? { ...inner, additionalProperties: false }
    : inner;
}

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const isManifest = ajv.compile(closed(manifestSchema) as object);
const isDashboard = ajv.compile(dashboardSchema);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sevenstep-alerts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(Object.entries(SETTINGS))('%s', (name, options) => {
  const written = files(options);
  const at = (path: string) => join(folder, name.replaceAll(' ', '-'), path);
  beforeAll(() => {
    for (const [path, content] of Object.entries(written)) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), content);
    }
  });

  test.each(['calls', 'spans'] as const)(
    'the manifest of %s fits the schema, and promtool takes its rules',
    {
      timeout: TIMEOUT,
    },
    async (file) => {
      const manifest = parse(written[`kubernetes/${file}.prometheusrule.yaml`] ?? '') as { spec: object };
      isManifest({ ...manifest, metadata: {} });
      expect(isManifest.errors).toBeNull();
      writeFileSync(at(`${file}.yml`), JSON.stringify(manifest.spec));
      const checked = await runTool('promtool', [
        'check',
        'rules',
        '--lint=all',
        '--lint-fatal',
        at(`${file}.yml`),
      ]);
      expect(checked).toContain('SUCCESS');
      expect(manifest.spec).toEqual(prometheusRules(file, options));
    },
  );

  test('jsonnet reads the mixin: every rule once', { timeout: TIMEOUT }, async () => {
    const mixin = JSON.parse(await runTool('jsonnet', ['-J', at(''), '-e', ASK])) as {
      rules: object[];
      alerts: object[];
      dashboards: Readonly<Record<string, object>>;
    };
    const wanted = (['calls', 'spans'] as const).flatMap(
      (file) => prometheusRules(file, options).groups[0].rules,
    );
    expect(mixin.rules).toEqual(wanted.filter((rule) => 'record' in rule));
    expect(mixin.alerts).toEqual(wanted.filter((rule) => 'alert' in rule));
    expect(mixin.dashboards).toEqual({
      'sevenstep-claude-api.json': JSON.parse(grafanaDashboardJson(options)),
    });
  });

  test("the dashboard fits Grafana's schema", () => {
    isDashboard(JSON.parse(written['grafana/dashboard.json'] ?? ''));
    expect(isDashboard.errors).toBeNull();
  });

  test('amtool takes the routes', { timeout: TIMEOUT }, async () => {
    expect(await runTool('amtool', ['check-config', at('alertmanager/alertmanager.yml')])).toContain(
      'SUCCESS',
    );
  });
});

/** The contents of a mixin, in one value. */
const ASK = `local m = import 'jsonnet/mixin.libsonnet';
{
  rules: std.flattenArrays([group.rules for group in m.prometheusRules.groups]),
  alerts: std.flattenArrays([group.rules for group in m.prometheusAlerts.groups]),
  dashboards: m.grafanaDashboards,
}`;

test('the schemas refuse what is not theirs', () => {
  const manifest = (rule: object) => ({ metadata: {}, spec: { groups: [{ name: 'one', rules: [rule] }] } });
  expect(isManifest(manifest({ alert: 'One', expr: 'up', for: '5m' }))).toBe(true);
  expect(isManifest(manifest({ alert: 'One', expr: 'up', for: 'soon' }))).toBe(false);
  expect(isManifest(manifest({ alert: 'One', expr: 'up', hold: '5m' }))).toBe(false);
  const dashboard = JSON.parse(grafanaDashboardJson()) as { panels: object[] };
  expect(isDashboard({ ...dashboard, panels: [{ ...dashboard.panels[1], kind: 'graph' }] })).toBe(false);
});
