// Installs applications into a cache outside the repository: third-party packages once, our packages each time.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { npmInstall, packPackage, withDependencies } from './packages.ts';

const run = promisify(execFile);

/** Where a command keeps what it installs. */
export const cacheFolder = (command: string): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sevenstep', command);

/** Our packages, packed from what was built last, and the suite. */
export interface Packed {
  /** See {@link cacheFolder}. */
  readonly cache: string;
  /** A copy of the suite, so that applications that start later run the same code. */
  readonly suite: string;
  /** Tarballs by package name. */
  readonly tarballs: Readonly<Record<string, string>>;
  /** The dependencies of our packages. A change leads to another third-party installation. */
  readonly dependencies: string;
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** One set of third-party packages. */
export interface Installation {
  /** The start of its folder's name. */
  readonly name: string;
  /** Versions by package name. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Whether our packages are left out, for a baseline. */
  readonly withoutOurs?: boolean;
  /** Lets packages run their install scripts, for those that fetch a binary. */
  readonly scripts?: boolean;
}

/**
 * Packs our packages, from `dist` as it is.
 *
 * @param ours folders of `packages/`; those they depend on are packed, too.
 * @param suiteFolder what the applications run.
 * @param packages of another checkout, if not of this one.
 * @throws Error when a package is not built.
 */
export async function pack(
  cache: string,
  ours: readonly string[],
  suiteFolder: string,
  packages?: string,
): Promise<Packed> {
  const folder = join(
    cache,
    packages === undefined ? `packed-${process.pid}` : `packed-others.${process.pid}`,
  );
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const suite = join(folder, 'suite');
  cpSync(suiteFolder, suite, { recursive: true });
  const tarballs: Record<string, string> = {};
  const dependencies: unknown[] = [];
  for (const name of withDependencies(ours, packages)) {
    const filename = await packPackage(name, folder, packages);
    // As it was packed: `workspace:` and `catalog:` are versions there.
    const { stdout: json } = await run('tar', ['-xOzf', filename, 'package/package.json']);
    const manifest = JSON.parse(json) as Manifest;
    tarballs[manifest.name] = filename;
    dependencies.push([manifest.name, manifest.dependencies, manifest.peerDependencies]);
  }
  return { cache, suite, tarballs, dependencies: JSON.stringify(dependencies) };
}

const underWay = new Map<string, Promise<string>>();
const applications = new Map<string, string>();

/**
 * The folder of an application, ready to run: the suite, beside what was installed. Applications of the same packages
 * share it.
 *
 * @throws Error that says what npm said, and what to do when the registry cannot be reached.
 */
export async function install(installation: Installation, packed: Packed): Promise<string> {
  const own = await installPackages(installation, packed);
  const app = applications.get(own) ?? join(own, 'app');
  // Once: a process of another cell may be reading it by now.
  if (!applications.has(own)) cpSync(packed.suite, app, { recursive: true });
  applications.set(own, app);
  return app;
}

/**
 * The folder of this run within the installation: what is written there finds the packages. Applications of the same
 * packages share it.
 *
 * @throws Error that says what npm said, and what to do when the registry cannot be reached.
 */
export function installPackages(installation: Installation, packed: Packed): Promise<string> {
  const ours = installation.withoutOurs ? { ...packed, tarballs: {}, dependencies: '' } : packed;
  const hash = createHash('sha256')
    .update(JSON.stringify([installation.dependencies, ours.dependencies, installation.scripts]))
    .digest('hex');
  const folder = join(packed.cache, `${installation.name}-${hash.slice(0, 12)}`);
  const installed = underWay.get(folder) ?? prepare(folder, installation, ours);
  underWay.set(folder, installed);
  return installed;
}

/** A folder of this run's own within the installation: another checkout may be running the same. */
async function prepare(folder: string, installation: Installation, packed: Packed): Promise<string> {
  if (!existsSync(folder)) await installAll(folder, installation, packed);
  // So that the cache knows what is in use.
  utimesSync(folder, new Date(), new Date());
  const own = join(folder, `run-${process.pid}`);
  rmSync(own, { recursive: true, force: true });
  for (const [name, tarball] of Object.entries(packed.tarballs)) {
    const target = join(own, 'node_modules', name);
    mkdirSync(target, { recursive: true });
    await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', target]);
    const nested = join(folder, 'node_modules', name, 'node_modules');
    if (existsSync(nested)) symlinkSync(nested, join(target, 'node_modules'), 'junction');
  }
  return own;
}

/** By npm, ours included, so that peer ranges are resolved as a user's are. The folder appears when it is whole. */
async function installAll(
  folder: string,
  { dependencies, scripts = false }: Installation,
  { cache, tarballs }: Packed,
): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const ours = Object.entries(tarballs).map(([name, tarball]) => [name, `file:${tarball}`]);
  const manifest = {
    private: true,
    type: 'module',
    dependencies: { ...dependencies, ...Object.fromEntries(ours) },
  };
  writeFileSync(join(draft, 'package.json'), JSON.stringify(manifest, null, 2));
  try {
    await npmInstall(draft, { scripts });
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(`${(error as Error).message}\nWhat was once installed stays in ${cache}`, {
      cause: error,
    });
  }
  checkVersions(draft, dependencies);
  // The tarballs go when the run is over.
  writeFileSync(join(draft, 'package.json'), JSON.stringify({ ...manifest, dependencies }, null, 2));
  if (existsSync(folder)) rmSync(draft, { recursive: true, force: true });
  else renameSync(draft, folder);
}

/** Another version than was asked for is worse than none. */
function checkVersions(folder: string, dependencies: Readonly<Record<string, string>>): void {
  for (const [name, wanted] of Object.entries(dependencies)) {
    const file = join(folder, 'node_modules', name, 'package.json');
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
    if (version !== wanted) throw new Error(`npm installed ${name} ${version} instead of ${wanted}`);
  }
}

const UNUSED_MS = 7 * 24 * 3600 * 1000;

/** Removes leftovers of ended runs, and installations that were not used for a week. */
export function tidyCache(cache: string): void {
  for (const name of list(cache)) {
    const path = join(cache, name);
    const isInstallation = /-[0-9a-f]{12}$/.test(name);
    const isStale = isInstallation && Date.now() - statSync(path).mtimeMs > UNUSED_MS;
    if (isStale || (!isInstallation && isOver(name))) rmSync(path, { recursive: true, force: true });
    else if (isInstallation)
      for (const run of list(path))
        if (isOver(run)) rmSync(join(path, run), { recursive: true, force: true });
  }
}

const list = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Whether `name` ends with the id of a process that is over, or that is this one. */
function isOver(name: string): boolean {
  const owner = /(?:^packed-|^run-|\.)(\d+)$/.exec(name)?.[1];
  return owner !== undefined && (Number(owner) === process.pid || !isRunning(Number(owner)));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
