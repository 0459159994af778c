// Builds a command of a Go module once, into the user's cache.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The time between two progress lines. */
const SAID_EVERY_MS = 10_000;

/** A command, such as `./cmd/jaeger` of `github.com/jaegertracing/jaeger@v1.76.0`. */
export interface GoCommand {
  /** The name of the binary. */
  readonly name: string;
  /** Path and version of the module. */
  readonly module: string;
  readonly folder: string;
}

/** The binary that an earlier run built. */
export function builtGoCommand(command: GoCommand): string | undefined {
  const binary = join(cacheFolder(command), command.name);
  return existsSync(binary) ? binary : undefined;
}

/**
 * Builds the command from the module's own folder, because `go install` rejects a module with a `replace`.
 *
 * @param signal stops the build and removes its partial output.
 * @throws Error with the output of `go`.
 */
export async function buildGoCommand(
  command: GoCommand,
  log: (line: string) => void,
  signal?: AbortSignal,
): Promise<string> {
  const { name, module } = command;
  const cache = cacheFolder(command);
  await mkdir(cache, { recursive: true });
  const workspace = await mkdtemp(join(cache, 'build-'));
  try {
    log(`Fetching ${module} …`);
    const { stdout } = await run('go', ['mod', 'download', '-json', module], { cwd: workspace, signal });
    await cp(moduleFolder(module, stdout), workspace, { recursive: true });
    await makeWritable(workspace);
    log(`Building ${name}, which takes minutes and happens once …`);
    const built = `${name}-built`;
    await compile(command, { workspace, built }, log, signal);
    // Renamed at the end, so that an interrupted build leaves no partial binary under that name.
    const binary = join(cache, name);
    await rename(join(workspace, built), binary);
    return binary;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/**
 * Fetches the required modules, then compiles. `go` prints the name of each fetched module and of each compiled package.
 *
 * @param signal stops it.
 * @throws Error with the output of `go`.
 */
export async function compile(
  { module, folder }: Pick<GoCommand, 'module' | 'folder'>,
  { workspace, built }: { readonly workspace: string; readonly built: string },
  log: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const begun = Date.now();
  let state = 'fetching what it needs';
  const timer = setInterval(
    () => log(`  ${state}, after ${Math.round((Date.now() - begun) / 1000)} s`),
    SAID_EVERY_MS,
  );
  const go = (args: readonly string[], say: (lines: number) => string) =>
    runGo(args, { workspace, module, signal }, (lines) => {
      state = say(lines);
    });
  try {
    const listed = await go(
      ['list', '-deps', folder],
      (modules) => `fetching what it needs: ${modules} modules`,
    );
    const total = listed.trim().split('\n').length;
    const flags = ['-trimpath', '-buildvcs=false', '-ldflags', '-s -w'];
    state = `compiling: 0 of ${total} packages`;
    await go(
      ['build', '-v', ...flags, '-o', built, folder],
      (done) => `compiling: ${done} of ${total} packages`,
    );
  } finally {
    clearInterval(timer);
  }
}

/** Returns the standard output of `go`, and counts the lines of standard error. */
async function runGo(
  args: readonly string[],
  { workspace, module, signal }: { workspace: string; module: string; signal: AbortSignal | undefined },
  onLine: (lines: number) => void,
): Promise<string> {
  signal?.throwIfAborted();
  const go = spawn('go', args, { cwd: workspace, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(go, 'close');
  // On an interrupt, `go` removes its temporary files.
  const interrupt = () => go.kill('SIGINT');
  signal?.addEventListener('abort', interrupt);
  const written = text(go.stdout);
  let last: readonly string[] = [];
  let lines = 0;
  for await (const line of createInterface(go.stderr)) {
    lines += 1;
    last = [...last.slice(-20), line];
    onLine(lines);
  }
  const [code] = await ended;
  signal?.removeEventListener('abort', interrupt);
  signal?.throwIfAborted();
  if (code !== 0) throw new Error(`go ${args[0]} of ${module} ended with code ${code}:\n${last.join('\n')}`);
  return await written;
}

function moduleFolder(module: string, json: string): string {
  const { Dir, Error: problem } = JSON.parse(json) as { Dir?: string; Error?: string };
  if (!Dir) throw new Error(`go mod download ${module} failed: ${problem ?? 'no folder in its answer'}`);
  return Dir;
}

/** Go's module cache is read-only, and so are copies of it. */
async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(join(folder, entry.name));
  }
}

const cacheFolder = ({ name, module }: GoCommand): string =>
  userCache(`${name}-${module.slice(module.indexOf('@') + 1)}`);

/** A folder of this project in the user's cache, which may not exist yet. */
export function userCache(name: string): string {
  const base = process.env.XDG_CACHE_HOME || process.env.LOCALAPPDATA || join(homedir(), '.cache');
  return join(base, 'sevenstep', name);
}
