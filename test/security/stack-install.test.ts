// `npm run stack` installs nothing on the machine without the user's consent.
import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { consentOfTerminal, INSTALL_VARIABLE } from '../../examples/observability-stack/src/consent.ts';
import type { Tool } from '../../examples/observability-stack/src/debian-tools.ts';

const SOURCE = fileURLToPath(
  new URL('../../examples/observability-stack/src/debian-tools.ts', import.meta.url),
);
const isRoot = process.getuid?.() === 0;

/**
 * Looks for a tool on a machine without any. Its apt-get records its arguments and downloads an empty file, from which
 * `dpkg-deb` unpacks a Prometheus.
 */
async function find(tool: Tool, environment: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sevenstep-apt-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const log = join(folder, 'apt.log');
  const script = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  script('apt-get', `echo "$@" >> ${log}\n[ "$1" = download ] && : > "$2.deb"\nexit 0`);
  script(
    'dpkg-deb',
    'd="$3/usr/bin"; /bin/mkdir -p "$d"; : > "$d/prometheus"; /bin/chmod +x "$d/prometheus"',
  );
  symlinkSync(process.execPath, join(folder, 'node'));
  const code = `import { debianTool } from ${JSON.stringify(SOURCE)};
    await debianTool(${JSON.stringify(tool)}).then((found) => console.log(JSON.stringify(found)), (error) => console.log(error.message));`;
  const env = { PATH: folder, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache'), ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
    env,
  });
  return { said: stdout.trim(), asked: existsSync(log) ? readFileSync(log, 'utf8') : '', folder };
}

describe('what runs only where it is installed', () => {
  test('is not installed without a terminal and without consent, and the error says what to do', async () => {
    const { said, asked } = await find('alertmanager');
    expect(asked).toBe('');
    expect(said).toContain(
      'There is no alertmanager: set ALERTMANAGER_BIN, or install prometheus-alertmanager',
    );
    if (isRoot) expect(said).toContain(`${INSTALL_VARIABLE}=yes`);
  });

  test.each(['no', '', '1', 'true', 'YES!'])('is not installed by another value: %j', async (value) => {
    expect((await find('alertmanager', { [INSTALL_VARIABLE]: value })).asked).toBe('');
  });

  test.runIf(isRoot)('is installed where the variable says yes', async () => {
    const { said, asked } = await find('alertmanager', { [INSTALL_VARIABLE]: 'yes' });
    expect(asked).toContain('install --yes --no-install-recommends prometheus-alertmanager');
    expect(JSON.parse(said)).toEqual({ command: 'prometheus-alertmanager', args: [] });
  });
});

test('Prometheus is unpacked into the cache, and finds its pages there: nothing is installed', async () => {
  const { said, asked, folder } = await find('prometheus');
  expect(asked).toBe('download prometheus\n');
  const { command, args } = JSON.parse(said) as { command: string; args: string[] };
  expect(dirname(command)).toBe(join(folder, 'cache/sevenstep/debian/prometheus/usr/bin'));
  expect(args).toEqual([
    `--web.local-assets=${join(folder, 'cache/sevenstep/debian/prometheus/usr/share/prometheus/web')}/`,
  ]);
});

describe('the person at the terminal', () => {
  const terminal = () => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const output = Object.assign(new PassThrough(), { isTTY: true });
    let text = '';
    output.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    return { input, output, shown: () => text, ask: consentOfTerminal(input as never, output as never) };
  };

  test.each([
    ['y\n', true],
    ['Yes\n', true],
    ['\n', false],
    ['n\n', false],
    ['yes please\n', false],
  ])('%j is %s', async (typed, expected) => {
    const { input, shown, ask } = terminal();
    const answer = ask('prometheus-alertmanager');
    await sleep(5);
    expect(shown()).toContain("Install Debian's package prometheus-alertmanager");
    input.write(typed);
    expect(await answer).toBe(expected);
  });

  test('has not agreed when the input ends', async () => {
    const { input, ask } = terminal();
    const answer = ask('prometheus-alertmanager');
    input.end();
    expect(await answer).toBe(false);
  });

  test('is not asked where there is none', async () => {
    const { input, output, shown } = terminal();
    input.isTTY = false;
    expect(await consentOfTerminal(input as never, output as never)('x')).toBe(false);
    expect(shown()).toBe('');
  });
});
