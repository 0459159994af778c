// The checked-in files are the files that the catalogue generates. `UPDATE_DOCS=1` writes them.
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectGeneratedFile, expectGeneratedSection } from '../../../test/support/generated.ts';
import { files, promtoolTestsYaml } from '../src/index.ts';
import { alertTable, pages, thresholdsPage } from './page.ts';

const PACKAGE = new URL('../', import.meta.url);
const README = new URL('README.md', PACKAGE);
const ALL: Readonly<Record<string, string>> = {
  ...files(),
  'prometheus/calls.rules.test.yml': promtoolTestsYaml('calls'),
  'prometheus/spans.rules.test.yml': promtoolTestsYaml('spans'),
  'docs/thresholds.md': thresholdsPage(),
  ...Object.fromEntries(Object.entries(pages()).map(([name, text]) => [`docs/${name}`, text])),
};

test.each(Object.entries(ALL))('%s', (path, content) => expectGeneratedFile(new URL(path, PACKAGE), content));

test.each([
  'prometheus',
  'alertmanager',
  'collector',
  'grafana',
  'grafana/alerts',
  'kubernetes',
  'jsonnet',
  'helm',
  'datadog',
  'docs',
])('%s has no file that nothing writes', (folder) => {
  const there = readdirSync(new URL(`${folder}/`, PACKAGE), { withFileTypes: true });
  const found = there.filter((entry) => entry.isFile()).map(({ name }) => `${folder}/${name}`);
  expect(found.filter((path) => !(path in ALL))).toEqual([]);
});

test('the table of alerts in the README', () => expectGeneratedSection(README, 'alerts', alertTable()));
