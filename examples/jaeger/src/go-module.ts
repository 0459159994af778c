// Builds a command of a Go module once, into the user's cache.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A command, such as `./cmd/jaeger` of `github.com/jaegertracing/jaeger@v1.76.0`. */
export interface GoCommand {
  /** The name of the binary. */
  readonly name: string;
  /** Path and version of the module. */
  readonly module: string;
  readonly folder: string;
}

/** The binary an earlier run has built. */
export function builtGoCommand(command: GoCommand): string | undefined {
  const binary = join(cacheFolder(command), command.name);
  return existsSync(binary) ? binary : undefined;
}

/**
 * Builds it from the module's own folder: `go install` refuses a module that has a `replace`.
 *
 * @throws Error with what `go` printed.
 */
export async function buildGoCommand(command: GoCommand, log: (line: string) => void): Promise<string> {
  const { name, module } = command;
  const cache = cacheFolder(command);
  await mkdir(cache, { recursive: true });
  const workspace = await mkdtemp(join(cache, 'build-'));
  try {
    log(`Fetching ${module} …`);
    const { stdout } = await run('go', ['mod', 'download', '-json', module], { cwd: workspace });
    await cp(moduleFolder(module, stdout), workspace, { recursive: true });
    await makeWritable(workspace);
    log(`Building ${name}, which takes minutes and happens once …`);
    const built = `${name}-built`;
    await compile(command, { workspace, built }, log);
    // Renamed when it is whole, so that an interrupted build leaves nothing that looks like one.
    const binary = join(cache, name);
    await rename(join(workspace, built), binary);
    return binary;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/**
 * Compiles, and says how far it is: `go build -v` prints the name of each package that it compiles.
 *
 * @throws Error with what `go` printed.
 */
export async function compile(
  { module, folder }: Pick<GoCommand, 'module' | 'folder'>,
  { workspace, built }: { readonly workspace: string; readonly built: string },
  log: (line: string) => void,
): Promise<void> {
  const packages = await run('go', ['list', '-deps', folder], { cwd: workspace, maxBuffer: 1 << 24 });
  const total = packages.stdout.trim().split('\n').length;
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags', '-s -w'];
  const go = spawn('go', ['build', '-v', ...flags, '-o', built, folder], {
    cwd: workspace,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let compiled = 0;
  let said = 0;
  let last: readonly string[] = [];
  for await (const line of createInterface(go.stderr)) {
    compiled += 1;
    last = [...last.slice(-20), line];
    const tenths = Math.floor((10 * compiled) / total);
    if (tenths > said) log(`  ${compiled} of ${total} packages`);
    said = tenths;
  }
  const code = go.exitCode ?? (await once(go, 'exit'))[0];
  if (code !== 0) throw new Error(`go build of ${module} ended with code ${code}:\n${last.join('\n')}`);
}

function moduleFolder(module: string, json: string): string {
  const { Dir, Error: problem } = JSON.parse(json) as { Dir?: string; Error?: string };
  if (!Dir) throw new Error(`go mod download ${module} failed: ${problem ?? 'no folder in its answer'}`);
  return Dir;
}

/** Go's module cache is read-only, and a copy of it is, too. */
async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(join(folder, entry.name));
  }
}

const cacheFolder = ({ name, module }: GoCommand): string =>
  userCache(`${name}-${module.slice(module.indexOf('@') + 1)}`);

/** A folder of this project in the user's cache. It may not be there yet. */
export function userCache(name: string): string {
  const base = process.env.XDG_CACHE_HOME || process.env.LOCALAPPDATA || join(homedir(), '.cache');
  return join(base, 'sevenstep', name);
}
