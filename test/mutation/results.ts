// The results of a run: counts, and each survivor with its place. Written to recorded.json on request.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EQUIVALENT } from './equivalent.ts';
import type { SampleOptions } from './plugins.ts';
import type { ByHand } from './run-by-hand.ts';
import type { Outcome, Ran } from './stryker.ts';
import { ROOT } from './tree.ts';

export interface PackageResult {
  readonly name: string;
  /** All there are. */
  readonly mutants: number;
  /** Those that were run, equivalent ones included. */
  readonly ran: number;
  readonly killed: number;
  readonly equivalent: number;
  /** `file:line operator: source => replacement`. */
  readonly survivors: readonly string[];
}

const RECORDED = new URL('recorded.json', import.meta.url);

export function resultOf(name: string, { mutants, ran }: Outcome): PackageResult {
  const alive = ran.filter(({ killed }) => !killed);
  const equivalent = alive.filter(isEquivalent);
  return {
    name,
    mutants,
    ran: ran.length,
    killed: ran.length - alive.length,
    equivalent: equivalent.length,
    survivors: alive
      .filter((one) => !equivalent.includes(one))
      .map(shown)
      .toSorted(),
  };
}

const lineOf = ({ file, line }: Ran): string =>
  readFileSync(join(ROOT, file), 'utf8').split('\n')[line - 1] ?? '';

function isEquivalent(mutant: Ran): boolean {
  const text = lineOf(mutant);
  return EQUIVALENT.some(
    ({ file, line, replacement }) =>
      mutant.file.endsWith(file) && line.test(text) && mutant.replacement.includes(replacement),
  );
}

function shown(mutant: Ran): string {
  const { file, line, column, endLine, endColumn, operator, replacement, unreached } = mutant;
  const text = lineOf(mutant);
  const source = line === endLine ? text.slice(column - 1, endColumn - 1) : `${text.slice(column - 1)} …`;
  return `${file}:${line} ${operator}${unreached ? ', no test reaches it' : ''}: ${cut(source)} => ${cut(replacement)}`;
}

const cut = (text: string): string => (text.length <= 100 ? text : `${text.slice(0, 99)}…`);

const share = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)} %`;

export function summary(byHand: ByHand, packages: readonly PackageResult[]): string {
  return [
    ...packages.flatMap(({ survivors }) => survivors.map((line) => `lives: ${line}`)),
    ...byHand.problems,
    '',
    `made by hand: ${byHand.killed} of ${byHand.made} killed`,
    ...packages.map(
      ({ name, mutants, ran, killed, equivalent, survivors }) =>
        `${name}: ${killed} of ${killed + survivors.length} killed (${share(killed, killed + survivors.length)}); ${ran} of ${mutants} mutants were run, ${equivalent} of them equivalent`,
    ),
  ].join('\n');
}

/** The record of a package, with its samples combined. */
interface RecordedPackage extends Omit<PackageResult, 'name'> {
  readonly samples: readonly { readonly seed: number; readonly size: number | 'all' }[];
}

interface Recorded {
  readonly byHand: ByHand;
  readonly packages: Readonly<Record<string, RecordedPackage>>;
}

/**
 * Keeps the earlier record of everything that was not run.
 *
 * @param adds whether a sample is added to those that are recorded, in place of them.
 */
export function record(
  byHand: ByHand,
  packages: readonly PackageResult[],
  {
    size = 'all',
    seed,
    adds,
  }: Omit<SampleOptions, 'size'> & { size: number | 'all' | undefined; adds: boolean },
): void {
  const before = JSON.parse(readFileSync(RECORDED, 'utf8')) as Recorded;
  const made = packages.map(({ name, ...result }) => {
    const one: RecordedPackage = { samples: [{ seed, size }], ...result };
    const earlier = adds ? before.packages[name] : undefined;
    return [name, earlier ? together(earlier, one) : one] as const;
  });
  const recorded: Recorded = {
    byHand: byHand.made > 0 ? byHand : before.byHand,
    packages: { ...before.packages, ...Object.fromEntries(made) },
  };
  writeFileSync(RECORDED, `${JSON.stringify(recorded, undefined, 2)}\n`);
}

const together = (earlier: RecordedPackage, one: RecordedPackage): RecordedPackage => ({
  samples: [...earlier.samples, ...one.samples],
  mutants: one.mutants,
  ran: earlier.ran + one.ran,
  killed: earlier.killed + one.killed,
  equivalent: earlier.equivalent + one.equivalent,
  survivors: [...earlier.survivors, ...one.survivors].toSorted(),
});
