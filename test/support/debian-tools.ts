// Tools that tests run and npm does not have: from a variable, from the PATH, else unpacked from Debian's packages.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A tool: its variable, and the Debian package that has it in `/usr/bin`. */
const TOOLS = {
  promtool: { variable: 'PROMTOOL_BIN', from: 'prometheus' },
  amtool: { variable: 'AMTOOL_BIN', from: 'prometheus-alertmanager' },
} as const;
export type Tool = keyof typeof TOOLS;

/** So long may a download take. */
const TIMEOUT_MS = 300_000;

/**
 * The path of a tool. What is nowhere is downloaded with `apt-get` into the user's cache and unpacked there: nothing is
 * installed, and no service started.
 *
 * @throws Error that says what to install when there is no way to get it.
 */
export function debianTool(name: Tool): string {
  const { variable, from } = TOOLS[name];
  const given = process.env[variable];
  if (given) {
    assertExecutable(variable, given);
    return given;
  }
  if (spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0) return name;
  const folder = join(cacheFolder(), from);
  const tool = join(folder, 'usr', 'bin', name);
  if (!existsSync(tool)) unpack(from, folder, `There is no ${name}: set ${variable}, or install ${from}`);
  return tool;
}

function unpack(debianPackage: string, folder: string, advice: string): void {
  mkdirSync(cacheFolder(), { recursive: true });
  const workspace = mkdtempSync(join(cacheFolder(), 'unpack-'));
  const run = (command: string, args: readonly string[]) =>
    execFileSync(command, args, { cwd: workspace, timeout: TIMEOUT_MS, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    if (process.getuid?.() === 0) run('apt-get', ['update']);
    run('apt-get', ['download', debianPackage]);
    const [archive] = readdirSync(workspace);
    run('dpkg-deb', ['-x', archive ?? debianPackage, 'content']);
    // Renamed when it is whole; another process may have been faster.
    if (!existsSync(folder)) renameSync(join(workspace, 'content'), folder);
  } catch (cause) {
    throw new Error(`${advice} (apt-get could not download it)`, { cause });
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function assertExecutable(variable: string, file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    throw new Error(`${variable} is ${file}, which is not an executable file`);
  }
}

const cacheFolder = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sevenstep', 'debian');
