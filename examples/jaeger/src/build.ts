// Builds Jaeger v2 once through Go modules, into the user's cache.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** The Go module's version; its `cmd/jaeger` is Jaeger 2.13. */
const MODULE = 'github.com/jaegertracing/jaeger@v1.76.0';

const run = promisify(execFile);

/** The binary an earlier run has built. */
export function builtJaeger(): string | undefined {
  const binary = join(cacheFolder(), 'jaeger');
  return existsSync(binary) ? binary : undefined;
}

/**
 * Builds it: some minutes and 85 MB. `go install` refuses the module, because it has a `replace`.
 *
 * @throws Error with what `go` printed.
 */
export async function buildJaeger(log: (line: string) => void): Promise<string> {
  const folder = cacheFolder();
  await mkdir(folder, { recursive: true });
  const workspace = await mkdtemp(join(folder, 'build-'));
  try {
    log(`Fetching ${MODULE} …`);
    const { stdout } = await run('go', ['mod', 'download', '-json', MODULE], { cwd: workspace });
    await cp(moduleFolder(stdout), workspace, { recursive: true });
    await makeWritable(workspace);
    log('Building Jaeger, which takes 4 to 10 minutes and happens once …');
    await compile(workspace, log);
    // Renamed when it is whole, so that an interrupted build leaves nothing that looks like one.
    const binary = join(folder, 'jaeger');
    await rename(join(workspace, 'jaeger-built'), binary);
    return binary;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/** `go build -v` prints the name of each package that it compiles. */
async function compile(folder: string, log: (line: string) => void): Promise<void> {
  const packages = await run('go', ['list', '-deps', './cmd/jaeger'], { cwd: folder, maxBuffer: 1 << 24 });
  const total = packages.stdout.trim().split('\n').length;
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags', '-s -w'];
  const go = spawn('go', ['build', '-v', ...flags, '-o', 'jaeger-built', './cmd/jaeger'], {
    cwd: folder,
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
  if (code !== 0) throw new Error(`go build of ${MODULE} ended with code ${code}:\n${last.join('\n')}`);
}

function moduleFolder(json: string): string {
  const { Dir, Error: problem } = JSON.parse(json) as { Dir?: string; Error?: string };
  if (!Dir) throw new Error(`go mod download ${MODULE} failed: ${problem ?? 'no folder in its answer'}`);
  return Dir;
}

/** Go's module cache is read-only, and a copy of it is, too. */
async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(join(folder, entry.name));
  }
}

function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME || process.env.LOCALAPPDATA || join(homedir(), '.cache');
  return join(base, 'sevenstep', 'jaeger-v1.76.0');
}
