// The signals that a real process ignores, by its own status.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ignores, isSignalIgnored } from '../src/ignored-signals.ts';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const;

test.runIf(existsSync('/proc/self/status')).each([
  ['nothing', [], ''],
  ['a closing terminal', ['SIGHUP'], "trap '' HUP;"],
  ['the keyboard and a restart', ['SIGINT', 'SIGUSR2'], "trap '' INT USR2;"],
])('a process that ignores %s', (_, ignored, trap) => {
  const status = execFileSync('sh', ['-c', `trap - HUP INT USR2; ${trap} cat /proc/self/status`], {
    encoding: 'utf8',
  });
  expect(SIGNALS.filter((signal) => ignores(status, signal)).sort()).toEqual(ignored);
});

test('Node.js ignores none of them', () => {
  expect(SIGNALS.filter(isSignalIgnored)).toEqual([]);
});
