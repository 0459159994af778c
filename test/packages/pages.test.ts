// Every package's README has the shape of its ecosystem, its options are those of the code, and no page's link is broken.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PACKAGE_NAMES, packageFolder } from '../support/packages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The closing sections, in their order. */
const CLOSING = ['Supported versions', 'Semantic conventions', 'Useful links'] as const;

/** Packages whose options are interfaces, as in their API reports. The others have variables or arguments. */
const OPTIONS: readonly (readonly [name: string, ...interfaces: string[]])[] = [
  ['instrumentation-anthropic', 'AnthropicInstrumentationConfig'],
  ['diagnosis-span-processor', 'DiagnosisSpanProcessorOptions'],
  ['checklist', 'ChecklistOptions'],
  ['anthropic-simulator', 'SimulatorOptions'],
  ['alerts', 'GenerateOptions', 'AlertmanagerOptions', 'DashboardOptions', 'GrafanaAlertOptions'],
];

const readmeOf = (name: string): string => readFileSync(join(packageFolder(name), 'README.md'), 'utf8');

test.each(PACKAGE_NAMES)('the README of %s has the shape of its ecosystem', (name) => {
  const readme = readmeOf(name);
  expect(readme).toMatch(new RegExp(`^# @sevenstep/${name}\n`));
  expect(readme).toMatch(new RegExp(`^npm install .*@sevenstep/${name}`, 'm'));
  expect(readme).toMatch(/^```(ts|console)\n/m);
  const sections = [...readme.matchAll(/^## (.*)$/gm)].map(([, title = '']) => title);
  expect(sections.filter((title) => (CLOSING as readonly string[]).includes(title))).toEqual(CLOSING);
  expect(readme).toMatch(/^Licence: Apache-2\.0\.\n$/m);
});

test.each(OPTIONS)('the README of %s has every option', (name, ...interfaces) => {
  const report = readFileSync(join(packageFolder(name), 'api/index.api.md'), 'utf8');
  const rows = readmeOf(name)
    .split('\n')
    .filter((line) => line.startsWith('| '));
  for (const one of interfaces) {
    const [, body = ''] = new RegExp(`^export interface ${one} .*{\n([\\s\\S]*?)^}`, 'm').exec(report) ?? [];
    const options = [...body.matchAll(/^ {4}(?:readonly )?(\w+)\?:/gm)].map(([, option = '']) => option);
    expect(options, one).not.toHaveLength(0);
    for (const option of options) {
      expect(
        rows.some((row) => new RegExp(`\\| \`${option}[\`(]`).test(row)),
        option,
      ).toBe(true);
    }
  }
});

test('the files that CONTRIBUTING names are there', () => {
  const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  const named = [...readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8').matchAll(/`([\w./-]+\.\w+)`/g)];
  expect(named.length).toBeGreaterThan(10);
  for (const [, name = ''] of named) {
    expect(
      files.some((file) => `/${file}`.endsWith(`/${name}`)),
      name,
    ).toBe(true);
  }
});

/** The anchor that GitHub makes from a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

const proseOf = (page: string): string =>
  readFileSync(join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```/gm, '');

const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');

test.each(pages)('%s: links lead somewhere', (page) => {
  for (const [, link = ''] of proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(link)) continue;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    expect(existsSync(join(ROOT, target)), link).toBe(true);
    if (anchor === undefined) continue;
    const file = statSync(join(ROOT, target)).isDirectory() ? join(target, 'README.md') : target;
    const headings = [...proseOf(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
    expect(headings, link).toContain(anchor);
  }
});
