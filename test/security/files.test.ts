// Written files are new, only for their owner, and never through a link. Alerts put only safe text into commands and addresses.
import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { files } from '@sevenstep/alerts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../packages/doctor/test/support/run.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sevenstep-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const SPAN = {
  traceId: 'ab',
  spanId: 'cd',
  name: 'chat',
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000001500000000',
  attributes: {
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.operation.name': 'chat',
    'error.type': 'overloaded_error',
    'http.response.status_code': 529,
  },
};

/** Every option that writes a trace file. */
const WRITERS = [
  ['diagnose --html', (path: string) => ['diagnose', '-', '--html', path]],
  ['ticket --out', (path: string) => ['ticket', '-', '--out', path]],
  ['ticket --out as JSON', (path: string) => ['ticket', '-', '--out', `${path}.json`]],
] as const;

describe.each(WRITERS)('%s', (_, argsFor) => {
  const write = (path: string, ...more: string[]) =>
    run([...argsFor(path), ...more], { stdin: `${JSON.stringify(SPAN)}\n` });
  const fileOf = (path: string): string => argsFor(path).at(-1) ?? '';

  test('a file is for its owner only, whatever the umask', async () => {
    const before = process.umask(0);
    try {
      const path = join(folder, 'new');
      await write(path);
      expect(statSync(fileOf(path)).mode & 0o777).toBe(0o600);
      expect(readdirSync(folder)).toHaveLength(1);
    } finally {
      process.umask(before);
    }
  });

  test('a file that is there stays, and --force replaces it by one for its owner only', async () => {
    const path = join(folder, 'there');
    writeFileSync(fileOf(path), 'mine');
    chmodSync(fileOf(path), 0o644);
    const { code, stderr } = await write(path);
    expect([code, stderr]).toEqual([2, expect.stringContaining('exists already')]);
    expect(readFileSync(fileOf(path), 'utf8')).toBe('mine');
    await write(path, '--force');
    expect(readFileSync(fileOf(path), 'utf8')).toContain('service.overloaded');
    expect(statSync(fileOf(path)).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test.each([
    ['a link to a file', (target: string) => writeFileSync(target, 'mine')],
    ['a link to nothing', () => undefined],
  ])('%s leads nowhere, with --force too', async (_what, make) => {
    const path = join(folder, 'link');
    const target = join(folder, 'target');
    make(target);
    symlinkSync(target, fileOf(path));
    expect((await write(path)).code).toBe(2);
    const forced = await write(path, '--force');
    expect([forced.code, forced.stderr]).toEqual([
      2,
      expect.stringContaining('is a link: choose another path'),
    ]);
    expect(lstatSync(fileOf(path)).isSymbolicLink()).toBe(true);
    const left = readdirSync(folder).includes('target') ? readFileSync(target, 'utf8') : 'mine';
    expect(left).toBe('mine');
  });

  test('a folder stays one', async () => {
    const path = join(folder, 'folder');
    mkdirSync(fileOf(path));
    for (const force of [[], ['--force']]) expect((await write(path, ...force)).code).toBe(2);
    expect((await write(path, '--force')).stderr).toContain('is not a file: choose another path');
    expect(statSync(fileOf(path)).isDirectory()).toBe(true);
  });
});

const ALERTS = fileURLToPath(new URL('../../packages/alerts/src/bin.ts', import.meta.url));
const alerts = (...args: readonly string[]): Promise<{ code: number; err: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [ALERTS, '--out', folder, '--docs', 'https://docs.test/', ...args],
      (error, _, err) => resolve({ code: error === null ? 0 : Number(error.code), err }),
    );
  });

describe('sevenstep-alerts --out', () => {
  test('files that are there stay without --force', async () => {
    mkdirSync(join(folder, 'datadog'));
    writeFileSync(join(folder, 'datadog/monitors.json'), 'mine');
    const { code, err } = await alerts();
    expect([code, err]).toEqual([2, expect.stringContaining('exists already: replace it with --force')]);
    expect(readFileSync(join(folder, 'datadog/monitors.json'), 'utf8')).toBe('mine');
    // No partial files.
    expect(readdirSync(folder)).toEqual(['datadog']);
    expect((await alerts('--force')).code).toBe(0);
    expect(readFileSync(join(folder, 'datadog/monitors.json'), 'utf8')).not.toBe('mine');
  });

  test('a link in the place of a file or a folder leads nowhere', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'sevenstep-elsewhere-'));
    try {
      writeFileSync(join(elsewhere, 'target'), 'mine');
      mkdirSync(join(folder, 'datadog'));
      symlinkSync(join(elsewhere, 'target'), join(folder, 'datadog/monitors.json'));
      expect((await alerts()).code).toBe(2);
      expect((await alerts('--force')).code).toBe(2);
      expect(readFileSync(join(elsewhere, 'target'), 'utf8')).toBe('mine');

      rmSync(join(folder, 'datadog'), { recursive: true });
      symlinkSync(elsewhere, join(folder, 'grafana'));
      const { code, err } = await alerts('--force');
      expect([code, err]).toEqual([2, expect.stringContaining('is a link: choose a folder that is not one')]);
      expect(readdirSync(elsewhere)).toEqual(['target']);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });
});

/** Hostile text in a label, for a shell, an address and a template. */
const HOSTILE: readonly string[] = [
  'x; touch pwned',
  'x && touch pwned',
  '$(touch pwned)',
  '`touch pwned`',
  'x | touch pwned',
  'x\ntouch pwned',
  "x' ; touch pwned ; '",
  'x" ; touch pwned ; "',
  '> pwned',
  '-x --help',
  '../../../../etc/passwd?a=b#c',
  'javascript:alert(1)//',
  '{{ $labels.other }}',
  'a&service=b&tags={}',
  `\${jaeger}`,
  'ключ 100%',
];

describe('what an alert puts into a command or an address is the letters of an id', () => {
  const generated = files();
  const texts = [
    'prometheus/calls.rules.yml',
    'prometheus/spans.rules.yml',
    'grafana/alerts/calls.yaml',
    'grafana/alerts/spans.yaml',
  ].map((path) => generated[path] ?? '');
  const lines = texts.flatMap((text) => text.split('\n')).map((line) => line.trim());
  const commands = [...new Set(lines.flatMap((line) => /^explain: (.*)$/.exec(line)?.[1] ?? []))];
  const addresses = [...new Set(lines.flatMap((line) => /^runbook_url: (.*)$/.exec(line)?.[1] ?? []))];
  /** Applies the template as Go does. Templates use only this function on a label. */
  const filled = (text: string, label: string): string =>
    text.replace(/\{\{ reReplaceAll "([^"]+)" "" \$labels\.\w+ \}\}/g, (_, pattern: string) =>
      label.replace(new RegExp(pattern, 'g'), ''),
    );

  test('there are such commands and addresses, and no label stands in one as it is', () => {
    for (const found of [commands, addresses]) {
      expect(found.filter((text) => text.includes('reReplaceAll')).length).toBeGreaterThan(0);
      for (const text of found) expect(filled(text, 'id')).not.toContain('{{');
    }
  });

  test.each(HOSTILE)('%j', (label) => {
    for (const command of commands) {
      const shell = filled(command.replace(/^['"]|['"]$/g, ''), label).replace('npx', 'printf "%s\\n"');
      const printed = execFileSync('sh', ['-c', shell], { cwd: folder, encoding: 'utf8' });
      expect(printed.split('\n').length).toBeLessThanOrEqual(4);
      expect(readdirSync(folder)).toEqual([]);
    }
    for (const address of addresses) {
      const url = new URL(
        filled(address.replace(/^['"]|['"]$/g, ''), label),
        'https://git.example.com/main/',
      );
      expect(url.pathname).toMatch(/^\/main\/packages\/\w+\/docs\/[\w.]*\.md$/);
      expect([url.search, url.hash]).toEqual(['', '']);
    }
  });

  test.each(HOSTILE)('a link of the dashboard with %j has the parts of the template', (label) => {
    const links = [
      ...new Set((generated['grafana/dashboard.json'] ?? '').match(/\$\{jaeger\}\/search[^"]*/g)),
    ];
    expect(links.length).toBeGreaterThan(3);
    // Grafana's `percentencode`.
    const encoded = encodeURIComponent(label).replace(
      /[!'()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16)}`,
    );
    for (const link of links) {
      const variables = link.match(/\$\{[^}]+\}/g) ?? [];
      expect(
        variables.filter((one) => !/:percentencode\}$|^\$\{(?:jaeger|__from|__to)\}$/.test(one)),
      ).toEqual([]);
      const url = new URL(
        link
          .replace(`\${jaeger}`, () => 'http://jaeger')
          .replace(`\${__from}`, '1')
          .replace(`\${__to}`, '2')
          .replace(/\$\{[^}]+:percentencode\}/g, () => encoded),
      );
      expect(url.searchParams.get('service')).toBe(label);
      expect([...url.searchParams.keys()].filter((name) => name !== 'tags')).toEqual([
        'service',
        'start',
        'end',
        'lookback',
        'limit',
      ]);
    }
  });
});
