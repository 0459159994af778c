// pint has nothing to say about the rules, whatever the settings.
// A build of pint takes minutes, so this runs if there is one already, and every night.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type FilesOptions, prometheusRulesYaml } from '@sevenstep/alerts';
import { NAME_SETS } from '@sevenstep/semantic-conventions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GO_TOOLS, goTool } from '../support/go-tools.ts';

const CONFIG = fileURLToPath(new URL('../support/pint.hcl', import.meta.url));
const DOCS = 'https://git.example.com/sevenstep/blob/main/';
const TIMEOUT = 900_000;
const pint = await goTool(GO_TOOLS.pint, console.log);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sevenstep-pint-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, options: FilesOptions): readonly string[] {
  mkdirSync(join(folder, name), { recursive: true });
  return (['calls', 'spans'] as const).map((file) => {
    const path = join(folder, name, `${file}.rules.yml`);
    writeFileSync(path, prometheusRulesYaml(file, { docs: DOCS, ...options }));
    return path;
  });
}

/** A line for each problem that pint has. */
async function lint(files: readonly string[]): Promise<readonly string[]> {
  const given = ['--no-color', '--config', CONFIG, 'lint', '--min-severity', 'info', ...files];
  const { stderr, stdout } = await promisify(execFile)(pint ?? '', given, {
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: unknown) => error as { readonly stderr: string; readonly stdout: string });
  const lines = `${stdout}\n${stderr}`.split('\n');
  if (!lines.some((line) => line.includes('Finding all rules to check'))) throw new Error(lines.join('\n'));
  return lines.filter((line) => /^\S+:\d+(-\d+)? \w+: |level=(ERROR|WARN)/.test(line));
}

const lints = test.runIf(pint !== undefined);

lints.each(NAME_SETS)(
  'no complaint about the rules with %s names',
  { timeout: TIMEOUT },
  async (genAiNames) => {
    expect(await lint(written(genAiNames, { genAiNames }))).toEqual([]);
  },
);

lints('no complaint about the rules for clusters with own names', { timeout: TIMEOUT }, async () => {
  const options: FilesOptions = {
    labels: { cluster: 'cluster', namespace: 'namespace', environment: 'env' },
    selector: 'env=~"prod|staging"',
    severities: { page: 'critical', ticket: 'warning' },
    extraLabels: { source: 'sevenstep' },
  };
  expect(await lint(written('clusters', options))).toEqual([]);
});

lints(
  'it would complain: a runbook that is a path, and a rule that is no PromQL',
  {
    timeout: TIMEOUT,
  },
  async () => {
    const [calls = ''] = written('paths', { docs: '' });
    expect((await lint([calls])).join('\n')).toContain('runbook_url');
    writeFileSync(calls, prometheusRulesYaml('calls', { docs: DOCS }).replace('sum by (job)', 'sum by (job'));
    expect((await lint([calls])).join('\n')).toContain('promql/syntax');
  },
);
