// How much of what a rule finds is still accepted: per file, in a page of JSON per rule. A number there can only fall.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Finding } from './lint.ts';

/** How many findings each rule has in each file. */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

const FOLDER = new URL('ratchet/', import.meta.url);

export function countsOf(findings: readonly Finding[]): Counts {
  const counts: Record<string, Record<string, number>> = {};
  for (const { rule, file } of findings) {
    counts[rule] ??= {};
    counts[rule][file] = (counts[rule][file] ?? 0) + 1;
  }
  return counts;
}

/** The findings of each rule and file of which there are more than accepted. */
export const beyond = (findings: readonly Finding[], accepted: Counts): readonly Finding[] => {
  const counts = countsOf(findings);
  return findings.filter(({ rule, file }) => (counts[rule]?.[file] ?? 0) > (accepted[rule]?.[file] ?? 0));
};

/** The accepted counts, where fewer were found lowered to those; never raised. */
export function lowered(accepted: Counts, found: Counts): Counts {
  return Object.fromEntries(
    Object.entries(accepted).map(([rule, files]) => [
      rule,
      Object.fromEntries(
        Object.entries(files)
          .map(([file, count]): [string, number] => [file, Math.min(count, found[rule]?.[file] ?? 0)])
          .filter(([, count]) => count > 0),
      ),
    ]),
  );
}

export function readRatchet(): Counts {
  mkdirSync(FOLDER, { recursive: true });
  return Object.fromEntries(
    readdirSync(FOLDER).map((name) => [
      name.replace(/\.json$/, ''),
      JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')),
    ]),
  );
}

export function writeRatchet(counts: Counts): void {
  for (const [rule, files] of Object.entries(counts)) {
    const page = new URL(`${rule}.json`, FOLDER);
    const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
    if (sorted.length === 0) rmSync(page, { force: true });
    else writeFileSync(page, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
  }
}
