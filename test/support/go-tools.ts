// Tools that are Go modules: from a variable or the PATH, else built once into the user's cache.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { buildGoCommand, builtGoCommand, type GoCommand } from '../../examples/jaeger/src/go-module.ts';

const run = promisify(execFile);

interface GoTool extends GoCommand {
  readonly variable: string;
}

export const GO_TOOLS: Readonly<Record<'pint' | 'helm', GoTool>> = {
  /** A linter for Prometheus's rules. A newer one needs a newer Go. Built in two to three minutes on two cores. */
  pint: {
    name: 'pint',
    module: 'github.com/cloudflare/pint@v0.60.0',
    folder: './cmd/pint',
    variable: 'PINT_BIN',
  },
  /** Built in six minutes: nightly. */
  helm: { name: 'helm', module: 'helm.sh/helm/v3@v3.19.5', folder: './cmd/helm', variable: 'HELM_BIN' },
};

/** A tool that is there without a build. */
export async function foundGoTool(tool: GoTool): Promise<string | undefined> {
  return (
    process.env[tool.variable] ??
    ((await runs(tool.name, ['version'])) ? tool.name : undefined) ??
    builtGoCommand(tool)
  );
}

/** @throws Error that says what to install when there is no way to get it. */
export async function goTool(tool: GoTool, log: (line: string) => void): Promise<string> {
  const found = await foundGoTool(tool);
  if (found !== undefined) return found;
  if (!(await runs('go', ['version'])))
    throw new Error(`There is no ${tool.name}: set ${tool.variable}, or install Go`);
  return await buildGoCommand(tool, log);
}

const runs = (command: string, args: readonly string[]): Promise<boolean> =>
  run(command, [...args]).then(
    () => true,
    () => false,
  );
