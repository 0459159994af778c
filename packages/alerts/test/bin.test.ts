// The command: it writes every file for the settings given, and names what is wrong with an option.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { files, THRESHOLDS } from '../src/index.ts';

const BIN = fileURLToPath(new URL('../src/bin.ts', import.meta.url));
const TIMEOUT = 60_000;

const run = (...args: readonly string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [BIN, ...args], (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

test('writes the files that the API generates', { timeout: TIMEOUT }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sevenstep-alerts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const docs = 'https://git.example.com/sevenstep/';
  const given = [
    ...['--threshold', 'headroomShare=0.2', '--docs', docs, '--time-scale', '0.5'],
    ...['--label', 'cluster=cluster', '--label', 'service=service_name'],
    ...['--selector', 'environment="production"', '--extra-label', 'source=sevenstep'],
    ...['--severity', 'page=critical', '--severity', 'ticket=warning', '--team', 'network=netops'],
    ...['--manifest-label', 'release=monitoring'],
  ];
  const { code, out } = await run('--out', folder, ...given);
  expect(code).toBe(0);
  const wanted = files({
    thresholds: { headroomShare: 0.2 },
    docs,
    timeScale: 0.5,
    labels: { cluster: 'cluster', service: 'service_name' },
    selector: 'environment="production"',
    extraLabels: { source: 'sevenstep' },
    severities: { page: 'critical', ticket: 'warning' },
    teams: { network: 'netops' },
    manifestLabels: { release: 'monitoring' },
  });
  expect(out.trim().split('\n')).toEqual(Object.keys(wanted).map((path) => join(folder, path)));
  for (const [path, content] of Object.entries(wanted)) {
    expect(readFileSync(join(folder, path), 'utf8'), path).toBe(content);
  }
});

test('helps, with every threshold', { timeout: TIMEOUT }, async () => {
  const { code, out } = await run('--help');
  expect(code).toBe(0);
  for (const name of Object.keys(THRESHOLDS)) expect(out).toContain(name);
});

const DOCS = ['--docs', 'https://git.example.com/sevenstep/'] as const;

test.each([
  [[], '--out: expected a folder'],
  [['--out', 'x'], '--docs: expected the address of the runbooks, such as https://'],
  [['--out', 'x', '--docs', 'docs/'], '--docs docs/: expected an address with a slash at its end'],
  [
    ['--out', 'x', ...DOCS, '--threshold', 'headroomShare'],
    '--threshold headroomShare: expected NAME=NUMBER',
  ],
  [
    ['--out', 'x', ...DOCS, '--threshold', 'headroomShare=many'],
    '--threshold headroomShare=many: expected a number',
  ],
  [['--out', 'x', ...DOCS, '--time-scale', 'fast'], '--time-scale fast: expected a number'],
  [['--out', 'x', ...DOCS, '--webhook', 'pager'], '--webhook pager: expected an address such as http'],
  [
    ['--out', 'x', ...DOCS, '--jaeger', 'jaeger:16686'],
    '--jaeger jaeger:16686: expected an address such as http',
  ],
  [['--out', 'x', ...DOCS, '--label', 'cluster'], '--label cluster: expected NAME=LABEL'],
  [['--out', 'x', ...DOCS, '--label', 'region=eu'], 'labels.region: expected one of cluster, environment,'],
  [
    ['--out', 'x', ...DOCS, '--label', 'cluster=a-b'],
    'labels.cluster: expected the name of a label in Prometheus',
  ],
  [['--out', 'x', ...DOCS, '--label', 'cluster=job'], 'labels: expected different labels, got job, job'],
  [['--out', 'x', ...DOCS, '--label', 'cluster=a', '--label', 'cluster=b'], '--label cluster: expected once'],
  [['--out', 'x', ...DOCS, '--selector', 'production'], 'selector: expected matchers such as'],
  [['--out', 'x', ...DOCS, '--selector', 'a="b"} or up{c="d"'], 'selector: expected matchers such as'],
  [
    ['--out', 'x', ...DOCS, '--extra-label', 'severity=high'],
    'extraLabels.severity: the rules set this label',
  ],
  [['--out', 'x', ...DOCS, '--severity', 'info=low'], 'severities.info: expected one of page, ticket'],
  [['--out', 'x', ...DOCS, '--severity', 'page=ticket'], 'severities: expected two different names'],
  [['--out', 'x', ...DOCS, '--team', 'ops=x'], 'teams.ops: expected one of operations, network,'],
  [
    ['--out', 'x', ...DOCS, '--manifest-label', 'a b=c'],
    'manifestLabels.a b: expected a label of Kubernetes',
  ],
  // The API server takes a slash in a name only, and 63 characters.
  [
    ['--out', 'x', ...DOCS, '--manifest-label', 'release=team/prometheus'],
    'manifestLabels.release: expected a label of Kubernetes',
  ],
  [
    ['--out', 'x', ...DOCS, '--manifest-label', `release=${'p'.repeat(64)}`],
    'manifestLabels.release: expected a label of Kubernetes',
  ],
  [['--out'], '--out needs a value\n'],
  [['--out', '--force'], '--out needs a value\n'],
  // Else every service would be watched.
  [['--out', 'x', ...DOCS, '--selector', ''], '--selector needs a value\n'],
  [['--out', BIN, ...DOCS], `${BIN} is not a folder\n`],
  [['--output', 'x'], "Unknown option '--output'"],
])('%j is refused', { timeout: TIMEOUT }, async (args, message) => {
  const { code, err } = await run(...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('a reader that closes the pipe is not a failure', { timeout: TIMEOUT }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sevenstep-alerts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const child = spawn(process.execPath, [BIN, '--out', folder, ...DOCS]);
  child.stdout.destroy();
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const [code] = await once(child, 'close');
  expect([code, err]).toEqual([0, '']);
});
