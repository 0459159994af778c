// That the checklist says in the Collector, byte by byte, what it says in Node, and that the processor's own tests pass.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { patterns } from '@sevenstep/checklist';
import { expect, test } from 'vitest';
import { isNight } from '../support/night.ts';
import { captureCases, drillCases, exampleCases, textCases } from './collector/cases.ts';
import { patternCases } from './collector/pattern-cases.ts';

const MODULE = fileURLToPath(new URL('../../packages/collector/', import.meta.url));

/** One of this number of client texts is read, because there are thousands, and each takes about 10 ms in Go. */
const TEXTS = isNight ? 4 : 40;
/** Compiles everything again, which takes minutes. */
const RACE = isNight ? ['-race'] : [];

const go = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
  const { status, stdout, stderr } = spawnSync('go', args, {
    cwd: MODULE,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return { status, printed: `${stdout}${stderr}` };
};

const hasGo = go(['version']).status === 0;
if (!hasGo) console.warn('There is no Go here: the processor of the Collector is not tested.');

test.skipIf(!hasGo)(
  'both engines write the same on every drill, near miss, pattern, example, capture and text, and the gate keeps nothing away that has a finding',
  async () => {
    const ofPatterns = await patternCases();
    const kinds = new Set(
      patterns.map(({ id }) => id).filter((id) => JSON.stringify(ofPatterns).includes(`"${id}"`)),
    );
    // All but `limits.shared_key`.
    expect(kinds.size).toBe(patterns.length - 1);
    const cases = [
      ...(await drillCases()),
      ...exampleCases(),
      ...captureCases(),
      ...textCases(TEXTS),
      ...ofPatterns,
    ];
    expect(cases.length).toBeGreaterThan(5_000);
    const found = cases.filter(({ expected }) => Object.keys(expected).length > 0);
    expect(found.length).toBeGreaterThan(4_500);
    const folder = mkdtempSync(join(tmpdir(), 'collector-'));
    try {
      const file = join(folder, 'cases.jsonl');
      writeFileSync(file, cases.map((one) => `${JSON.stringify(one)}\n`).join(''));
      const args = ['test', '-count=1', '-v', '-timeout=20m', '-run', '^TestConformance$', '.'];
      const { status, printed } = go(args, { SEVENSTEP_COLLECTOR_CASES: file });
      const summary = /(\d+) cases, \d+ of them kept away by the gate, \d+ diagnoses, \d+ different/.exec(
        printed,
      );
      console.log(summary?.[0]);
      expect(status, printed.slice(0, 10_000)).toBe(0);
      expect(Number(summary?.[1])).toBe(cases.length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  1_300_000,
);

test.skipIf(!hasGo)(
  `go vet finds nothing, and the tests pass${isNight ? ' under the race detector' : ''}`,
  () => {
    const vet = go(['vet', './...']);
    expect(vet.status, vet.printed.slice(-5_000)).toBe(0);
    const tests = go(['test', ...RACE, '-count=1', './...'], isNight ? { CGO_ENABLED: '1' } : {});
    expect(tests.status, tests.printed.slice(-5_000)).toBe(0);
  },
  900_000,
);
