// Our plug-ins for StrykerJS. The checker accepts a sample of the mutants, the same for the same seed, and the reporter prints the progress.
import { createHash } from 'node:crypto';
import { type Checker, type CheckResult, CheckStatus } from '@stryker-mutator/api/check';
import type { Mutant, MutantResult, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import type { Reporter } from '@stryker-mutator/api/report';

export interface SampleOptions {
  /** How many mutants are run; all where it is `undefined`. */
  readonly size: number | undefined;
  readonly seed: number;
}

/** Marks a mutant outside the sample. */
export const NOT_SAMPLED = 'not in the sample';

class Sample implements Checker {
  static readonly inject = tokens(commonTokens.options);
  readonly #options: SampleOptions;

  constructor(options: StrykerOptions) {
    this.#options = options.sample as SampleOptions;
  }

  async init(): Promise<void> {}

  /** All at once: only then is it known how many there are. */
  async group(mutants: Mutant[]): Promise<string[][]> {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants: Mutant[]): Promise<Record<string, CheckResult>> {
    const { size = mutants.length, seed } = this.#options;
    const drawn = mutants
      .map((mutant) => ({ id: mutant.id, rank: rankOf(mutant, seed) }))
      .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
      .map(({ id }, index): [string, CheckResult] => [
        id,
        index < size
          ? { status: CheckStatus.Passed }
          : { status: CheckStatus.CompileError, reason: NOT_SAMPLED },
      ]);
    return Object.fromEntries(drawn);
  }
}

/** A rank from the content of a mutant, not from its number, so that a new file does not change the others' ranks. */
export function rankOf({ fileName, location, replacement }: Mutant, seed: number): string {
  const file = fileName.slice(fileName.lastIndexOf('/packages/'));
  return createHash('sha256')
    .update(JSON.stringify([seed, file, location, replacement]))
    .digest('hex');
}

/** A line for each mutant that lives, as soon as that is known: a run may take hours. */
class Survivors implements Reporter {
  #ran = 0;

  onMutantTested({ fileName, location, replacement, status, statusReason }: Readonly<MutantResult>): void {
    if (status === 'Ignored' || statusReason === NOT_SAMPLED) return;
    this.#ran += 1;
    if (status !== 'Survived' && status !== 'NoCoverage') return;
    const { line, column } = location.start;
    console.error(`${this.#ran}. lives: ${fileName}:${line}:${column} => ${replacement}`);
  }
}

export const strykerPlugins: readonly object[] = [
  declareClassPlugin(PluginKind.Checker, 'sample', Sample),
  declareClassPlugin(PluginKind.Reporter, 'survivors', Survivors),
];

/** So that StrykerJS knows the option. */
export const strykerValidationSchema = {
  type: 'object',
  properties: { sample: { type: 'object' } },
} as const;
