// A copy of the repository in which a file can be changed and tests run: the working tree stays as it is.
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));
/** Files that tests need and git lacks. */
const LINKED = [
  'node_modules',
  'test/node_modules',
  'examples/*/node_modules',
  'packages/*/{node_modules,dist}',
];
/** A mutant that never ends is killed. */
const MOST_MS = 10 * 60_000;

export class Tree {
  readonly path: string;

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), 'sevenstep-mutation-'));
    const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    for (const file of files.split('\0')) {
      if (file !== '' && existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(this.path, file));
    }
    for (const link of globSync(LINKED, { cwd: ROOT })) symlinkSync(join(ROOT, link), join(this.path, link));
  }

  /** Whether all tests of these files pass. */
  async passes(tests: readonly string[]): Promise<boolean> {
    const vitest = join(this.path, 'node_modules/vitest/vitest.mjs');
    const projects = ['unit', 'integration', 'thorough'].flatMap((name) => ['--project', name]);
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [vitest, 'run', '--bail', '1', ...projects, ...tests],
        { cwd: this.path, timeout: MOST_MS, maxBuffer: 64 * 1024 * 1024 },
        (error) => resolve(error === null),
      );
    });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
