// The command: it writes every file, with thresholds of one's own, and names what is wrong with an option.
import { execFile } from 'node:child_process';
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

test('writes what the API gives', { timeout: TIMEOUT }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sevenstep-alerts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const docs = 'https://git.example.com/sevenstep/';
  const given = ['--threshold', 'headroomShare=0.2', '--docs', docs, '--time-scale', '0.5'];
  const { code, out } = await run('--out', folder, ...given);
  expect(code).toBe(0);
  const wanted = files({ thresholds: { headroomShare: 0.2 }, docs, timeScale: 0.5 });
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

test.each([
  [[], '--out: expected a folder'],
  [['--out', 'x', '--threshold', 'headroomShare'], '--threshold headroomShare: expected NAME=NUMBER'],
  [['--out', 'x', '--threshold', 'headroomShare=many'], 'thresholds.headroomShare: expected a number'],
  [['--out', 'x', '--time-scale', 'fast'], 'timeScale: expected a number above 0, got NaN'],
  [['--output', 'x'], "Unknown option '--output'"],
])('%j is refused', { timeout: TIMEOUT }, async (args, message) => {
  const { code, err } = await run(...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
