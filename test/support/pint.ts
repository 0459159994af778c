// pint, a linter for Prometheus's rules: from PINT_BIN or the PATH, else built through Go modules.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { buildGoCommand, builtGoCommand, type GoCommand } from '../../examples/jaeger/src/go-module.ts';

const run = promisify(execFile);

/** A newer one is built by a newer Go; this one takes two minutes on two cores. */
const PINT: GoCommand = { name: 'pint', module: 'github.com/cloudflare/pint@v0.60.0', folder: './cmd/pint' };

/** @throws Error that says what to install when there is no way to get it. */
export async function findPint(log: (line: string) => void): Promise<string> {
  if (process.env.PINT_BIN) return process.env.PINT_BIN;
  if (await runs('pint', ['version'])) return 'pint';
  const built = builtGoCommand(PINT);
  if (built !== undefined) return built;
  if (!(await runs('go', ['version']))) throw new Error('There is no pint: set PINT_BIN, or install Go');
  return await buildGoCommand(PINT, log);
}

/**
 * Lints rule files.
 *
 * @returns what pint printed, one line for each problem it has.
 */
export async function lintRules(
  pint: string,
  config: string,
  files: readonly string[],
): Promise<readonly string[]> {
  const given = ['--no-color', '--config', config, 'lint', '--min-severity', 'info', ...files];
  const { stderr, stdout } = await run(pint, given, { maxBuffer: 64 * 1024 * 1024 }).catch(
    (error: unknown) => error as { readonly stderr: string; readonly stdout: string },
  );
  const lines = `${stdout}\n${stderr}`.split('\n');
  if (!lines.some((line) => line.includes('Finding all rules to check'))) throw new Error(lines.join('\n'));
  return lines.filter(
    (line) =>
      /^\S+:\d+(-\d+)? (Fatal|Bug|Warning|Information): /.test(line) || /level=(ERROR|WARN)/.test(line),
  );
}

const runs = (command: string, args: readonly string[]): Promise<boolean> =>
  run(command, [...args]).then(
    () => true,
    () => false,
  );
