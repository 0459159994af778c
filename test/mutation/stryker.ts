// One run of StrykerJS over one package, in a copy of the tree: its mutants, and which of them the tests killed.
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { draw } from './draw.ts';
import type { Mutated } from './packages.ts';
import { NOT_SAMPLED, type SampleOptions } from './plugins.ts';
import { ROOT } from './tree.ts';

export interface RunOptions extends SampleOptions {
  readonly workers: number;
}

/** A mutant that was run, with its source. */
export interface Ran {
  /** The path from the repository's root. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly operator: string;
  readonly replacement: string;
  readonly killed: boolean;
  /** No test reaches it. */
  readonly unreached: boolean;
}

export interface Outcome {
  /** All there are. */
  readonly mutants: number;
  readonly ran: readonly Ran[];
}

/** The fuzz run covers changed regular expressions. */
const EXCLUDED = ['Regex'];

const KILLED: ReadonlySet<string> = new Set(['Killed', 'Timeout', 'RuntimeError']);

export async function runStryker({ name, mutate }: Mutated, options: RunOptions): Promise<Outcome> {
  process.chdir(ROOT);
  process.env.SEVENSTEP_MUTATED = name;
  const tempDirName = join(tmpdir(), `sevenstep-mutation-${process.pid}`);
  const sample = { size: options.size, seed: options.seed };
  try {
    const drawn = await draw(mutate, EXCLUDED, sample);
    const results = await new Stryker({
      mutate: [...drawn.mutate],
      mutator: { excludedMutations: EXCLUDED },
      testRunner: 'vitest',
      vitest: { configFile: 'test/mutation/vitest.config.ts', related: false, pool: 'forks' },
      coverageAnalysis: 'perTest',
      // Every test reaches code that runs while a module loads. It would take nine tenths of the time, mostly for texts in tables.
      ignoreStatic: true,
      checkers: options.size === undefined ? [] : ['sample'],
      plugins: [
        import.meta.resolve('@stryker-mutator/vitest-runner'),
        new URL('./plugins.ts', import.meta.url).href,
      ],
      sample,
      concurrency: options.workers,
      // A busy machine kills nothing.
      timeoutMS: 20_000,
      dryRunTimeoutMinutes: 60,
      // Its reader of tsconfig.json needs the API of TypeScript 5; types are stripped, not checked.
      tsconfigFile: 'none',
      ignorePatterns: ['*.tgz', 'examples/nextjs', 'examples/bun-deno', 'test/frameworks/apps'],
      tempDirName,
      reporters: ['survivors'],
      allowConsoleColors: false,
    }).runMutationTest();
    return {
      mutants: drawn.mutants,
      ran: results
        .filter(({ status, statusReason }) => status !== 'Ignored' && statusReason !== NOT_SAMPLED)
        .map(ran),
    };
  } finally {
    rmSync(tempDirName, { recursive: true, force: true });
  }
}

function ran({ fileName, location, mutatorName, replacement = '', status }: MutantResult): Ran {
  return {
    file: relative(ROOT, fileName),
    line: location.start.line,
    column: location.start.column,
    endLine: location.end.line,
    endColumn: location.end.column,
    operator: mutatorName,
    replacement: replacement.replace(/\s+/g, ' ').trim(),
    killed: KILLED.has(status),
    unreached: status === 'NoCoverage',
  };
}
