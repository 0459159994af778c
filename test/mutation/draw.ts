// Which mutants a sample has, before anything runs. StrykerJS hands all mutants, each with the tests that reach it, to its checker as
// one text. A large package makes that longer than a text can be.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from '@stryker-mutator/api/core';
import type { Logger } from '@stryker-mutator/api/logging';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { rankOf, type SampleOptions } from './plugins.ts';
import { ROOT } from './tree.ts';

/** Many a mutant runs while a module loads, which only the tests show: so many are drawn for each one of the sample. */
const DRAWN_FOR_EACH = 5;

interface Drawn {
  /** All there are. */
  readonly mutants: number;
  /** The places of those drawn, as StrykerJS's option `mutate` takes them. */
  readonly mutate: readonly string[];
}

/**
 * @param patterns globs of the sources; those with a `!` are left out
 * @param excluded names of mutators
 */
export async function draw(
  patterns: readonly string[],
  excluded: readonly string[],
  { size, seed }: SampleOptions,
): Promise<Drawn> {
  const files = sourcesOf(patterns).map((name) => ({
    name: join(ROOT, name),
    mutate: true,
    content: readFileSync(join(ROOT, name), 'utf8'),
  }));
  const { mutants } = await new Instrumenter(SILENT).instrument(files, {
    plugins: null,
    ignorers: [],
    excludedMutations: [...excluded],
  });
  if (size === undefined) return { mutants: mutants.length, mutate: patterns };
  const drawn = mutants
    .map((mutant) => ({ mutant, rank: rankOf(mutant, seed) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, size * DRAWN_FOR_EACH);
  return { mutants: mutants.length, mutate: drawn.map(({ mutant }) => placeOf(mutant)) };
}

function sourcesOf(patterns: readonly string[]): readonly string[] {
  const exclude = patterns.filter((one) => one.startsWith('!')).map((one) => one.slice(1));
  const left = new Set(globSync(exclude, { cwd: ROOT }));
  return globSync(
    patterns.filter((one) => !one.startsWith('!')),
    { cwd: ROOT },
  ).filter((file) => !left.has(file));
}

/** Of lines, Stryker's own count begins at 0 and that of its option at 1. */
function placeOf({ fileName, location: { start, end } }: Mutant): string {
  const file = fileName.slice(ROOT.length);
  return `${file}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
}

const SILENT = {
  isDebugEnabled: () => false,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
} as Partial<Logger> as Logger;
