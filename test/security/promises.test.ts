// Every promise in SECURITY.md names a test that exists and runs.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** The tests in the projects of `vitest.config.ts`, and those that `npm run bench` runs. */
const INCLUDED =
  /^(?:packages\/[\w-]+\/test\/.*\.test|test\/(?:integration|reliability|security|packages|examples|e2e)\/.*\.test|test\/bench\/suite\/.*)\.ts$/;

const rows = readFileSync(`${ROOT}SECURITY.md`, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .map(([, promise = '', tests = '']) => ({ promise, tests }))
  // Leaves out the header row, its rule, and the titles of groups.
  .filter(({ promise }) => promise !== 'promise' && !/^-+$/.test(promise) && !/^\*\*.*\*\*$/.test(promise));

test('there are promises', () => {
  expect(rows.length).toBeGreaterThanOrEqual(10);
});

describe('a promise names its tests', () => {
  test.each(rows)('$promise', ({ tests }) => {
    const files = [...tests.matchAll(/\]\(([^)#]+)\)/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(file).toMatch(INCLUDED);
      expect(existsSync(ROOT + file), file).toBe(true);
    }
  });
});
