// Helm renders a chart with the written folder in it: the same rules and dashboard, with templates of Prometheus left alone.
// A build of Helm takes minutes, so this runs if Helm is installed, and every night.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { files, grafanaDashboard, prometheusRuleManifest } from '@sevenstep/alerts';
import { expect, onTestFinished, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { GO_TOOLS, goTool } from '../support/go-tools.ts';

const TIMEOUT = 1_200_000;
const helm = await goTool(GO_TOOLS.helm, console.log);

test.runIf(helm !== undefined)(
  'the rules and the dashboard as they were written',
  { timeout: TIMEOUT },
  () => {
    const chart = mkdtempSync(join(tmpdir(), 'sevenstep-chart-'));
    onTestFinished(() => rmSync(chart, { recursive: true }));
    const manifestLabels = { release: 'monitoring' };
    for (const [path, content] of Object.entries(files())) {
      mkdirSync(dirname(join(chart, 'monitoring', path)), { recursive: true });
      writeFileSync(join(chart, 'monitoring', path), content);
    }
    mkdirSync(join(chart, 'templates'));
    cpSync(join(chart, 'monitoring/helm/sevenstep.yaml'), join(chart, 'templates/sevenstep.yaml'));
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: mine\nversion: 0.1.0\n');
    writeFileSync(join(chart, 'values.yaml'), JSON.stringify({ sevenstep: { manifestLabels } }));
    const rendered = execFileSync(helm ?? '', ['template', 'mine', chart], { encoding: 'utf8' });
    const documents = parseAllDocuments(rendered).map((one) => one.toJS() as Record<string, unknown>);
    const rules = documents.filter(({ kind }) => kind === 'PrometheusRule');
    expect(rules).toEqual([
      prometheusRuleManifest('calls', { manifestLabels }),
      prometheusRuleManifest('spans', { manifestLabels }),
    ]);
    const dashboards = documents.filter(({ kind }) => kind === 'ConfigMap') as {
      data: Record<string, string>;
    }[];
    expect(JSON.parse(dashboards[0]?.data['sevenstep-claude-api.json'] ?? '')).toEqual(
      JSON.parse(JSON.stringify(grafanaDashboard())),
    );
    expect(documents).toHaveLength(3);
  },
);
