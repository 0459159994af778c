// Runs one subject in a process of its own and gives what it measured.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bareEnvironment } from '../support/bare-environment.ts';

const run = promisify(execFile);
const PATIENCE_MS = 600_000;

/**
 * @param app the folder of the subject's application, as installed.
 * @param script of `suite/`, with its arguments.
 * @throws Error with what the process printed, when it fails.
 */
export async function measure(app: string, ...script: readonly string[]): Promise<Record<string, number>> {
  const { stdout } = await run(process.execPath, ['--expose-gc', ...script], {
    cwd: app,
    env: bareEnvironment(),
    timeout: PATIENCE_MS,
  });
  return JSON.parse(stdout) as Record<string, number>;
}
