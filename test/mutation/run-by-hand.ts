// Makes each mutant of by-hand.ts in a copy of the tree, and sees whether its tests fail.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HandMade } from './by-hand.ts';
import { ROOT, Tree } from './tree.ts';

export interface ByHand {
  readonly made: number;
  readonly killed: number;
  /** One line each: a mutant that lives, or that cannot be made. */
  readonly problems: readonly string[];
}

/** The only file with the text, and its content with the mutant; else the reason why it cannot be made. */
export function mutate(mutant: HandMade, root: string = ROOT): { file: string; text: string } | string {
  const found = globSync(`${mutant.package}/src/**/*.ts`, { cwd: root }).flatMap((file) => {
    const parts = readFileSync(join(root, file), 'utf8').split(mutant.search);
    return parts.length === 1 ? [] : [{ file, times: parts.length - 1, text: parts.join(mutant.replace) }];
  });
  const times = found.reduce((sum, one) => sum + one.times, 0);
  const [only] = found;
  if (only !== undefined && times === 1) return { file: only.file, text: only.text };
  return `"${mutant.breaks}" cannot be made: expected its text once in ${mutant.package}/src, found it ${times} times: ${mutant.search}`;
}

export async function runByHand(mutants: readonly HandMade[], told: (line: string) => void): Promise<ByHand> {
  const problems: string[] = [];
  let killed = 0;
  if (mutants.length === 0) return { made: 0, killed, problems };
  const tree = new Tree();
  try {
    const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))];
    if (!(await tree.passes(tests))) {
      return {
        made: mutants.length,
        killed,
        problems: [`without any mutant, tests fail of ${tests.join(' ')}`],
      };
    }
    for (const mutant of mutants) {
      const made = mutate(mutant, tree.path);
      if (typeof made === 'string') {
        problems.push(made);
        continue;
      }
      const path = join(tree.path, made.file);
      const before = readFileSync(path, 'utf8');
      writeFileSync(path, made.text);
      const lives = await tree.passes(mutant.tests);
      writeFileSync(path, before);
      if (lives) problems.push(`lives: ${mutant.breaks} (${made.file})`);
      else killed += 1;
      told(`${lives ? 'lives' : 'killed'}: ${mutant.breaks}`);
    }
  } finally {
    tree.remove();
  }
  return { made: mutants.length, killed, problems };
}
