// Tools that are Go modules: from a variable or the PATH, else built once into the user's cache. A build takes minutes, so that is done at night.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { buildGoCommand, builtGoCommand, type GoCommand } from '../../examples/jaeger/src/go-module.ts';
import { isNight } from './night.ts';

const run = promisify(execFile);

interface GoTool extends GoCommand {
  readonly variable: string;
}

export const GO_TOOLS: Readonly<Record<'pint' | 'helm', GoTool>> = {
  /** A linter for Prometheus's rules. A newer one needs a newer Go. */
  pint: {
    name: 'pint',
    module: 'github.com/cloudflare/pint@v0.60.0',
    folder: './cmd/pint',
    variable: 'PINT_BIN',
  },
  helm: { name: 'helm', module: 'helm.sh/helm/v3@v3.19.5', folder: './cmd/helm', variable: 'HELM_BIN' },
};

/**
 * The command of a tool: one that is there, or at night one that is built. By day a tool can be missing.
 *
 * @throws Error that says what to install when there is no way to build it.
 */
export async function goTool(tool: GoTool, log: (line: string) => void): Promise<string | undefined> {
  const found =
    process.env[tool.variable] ??
    ((await runs(tool.name, ['version'])) ? tool.name : undefined) ??
    (await builtGoCommand(tool));
  if (found !== undefined || !isNight) return found;
  if (!(await runs('go', ['version'])))
    throw new Error(`There is no ${tool.name}: set ${tool.variable}, or install Go`);
  return await buildGoCommand(tool, log);
}

const runs = (command: string, args: readonly string[]): Promise<boolean> =>
  run(command, [...args]).then(
    () => true,
    () => false,
  );
