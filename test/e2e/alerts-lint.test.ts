// pint has nothing to say about the rules, whatever the settings.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FilesOptions, prometheusRulesYaml } from '@sevenstep/alerts';
import { NAME_SETS } from '@sevenstep/semantic-conventions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findPint, lintRules } from '../support/pint.ts';

const CONFIG = fileURLToPath(new URL('../support/pint.hcl', import.meta.url));
const DOCS = 'https://git.example.com/sevenstep/blob/main/';
/** A build of it takes minutes. */
const TIMEOUT = 900_000;

let pint: string;
let folder: string;
beforeAll(async () => {
  pint = await findPint(console.log);
  folder = mkdtempSync(join(tmpdir(), 'sevenstep-pint-'));
}, TIMEOUT);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, options: FilesOptions): readonly string[] {
  mkdirSync(join(folder, name), { recursive: true });
  return (['calls', 'spans'] as const).map((file) => {
    const path = join(folder, name, `${file}.rules.yml`);
    writeFileSync(path, prometheusRulesYaml(file, { docs: DOCS, ...options }));
    return path;
  });
}

test.each(NAME_SETS)(
  'no complaint about the rules with %s names',
  { timeout: TIMEOUT },
  async (genAiNames) => {
    expect(await lintRules(pint, CONFIG, written(genAiNames, { genAiNames }))).toEqual([]);
  },
);

test('no complaint about the rules for clusters with own names', { timeout: TIMEOUT }, async () => {
  const options: FilesOptions = {
    labels: { cluster: 'cluster', namespace: 'namespace', environment: 'env' },
    selector: 'env=~"prod|staging"',
    severities: { page: 'critical', ticket: 'warning' },
    extraLabels: { source: 'sevenstep' },
  };
  expect(await lintRules(pint, CONFIG, written('clusters', options))).toEqual([]);
});

test('it would complain: a runbook that is a path, and a rule that is no PromQL', {
  timeout: TIMEOUT,
}, async () => {
  const [calls = ''] = written('paths', { docs: '' });
  expect((await lintRules(pint, CONFIG, [calls])).join('\n')).toContain('runbook_url');
  writeFileSync(calls, prometheusRulesYaml('calls', { docs: DOCS }).replace('sum by (job)', 'sum by (job'));
  expect((await lintRules(pint, CONFIG, [calls])).join('\n')).toContain('promql/syntax');
});
