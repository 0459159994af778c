// Chromium for tests of pages: from a variable, from the PATH, else installed from Debian's packages.
import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'] as const;

/** So long may an installation take. */
const TIMEOUT_MS = 600_000;

/** @throws Error that says what to install when there is no way to get one. */
export function startChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_BIN || found() || installed();
  // Without its sandbox, which cannot be had as root: the page under test is our own.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

function found(): string | undefined {
  for (const name of NAMES) {
    const { status, stdout } = spawnSync('which', [name], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  return undefined;
}

function installed(): string {
  const options = {
    timeout: TIMEOUT_MS,
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const;
  if (process.getuid?.() === 0) {
    spawnSync('apt-get', ['update'], options);
    spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], options);
  }
  const path = found();
  if (path === undefined) throw new Error('There is no Chromium: set CHROMIUM_BIN, or install chromium');
  return path;
}
