// Packs our packages into tarballs as for publishing, and installs them with npm.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';

const run = promisify(execFile);
const PACKAGES = fileURLToPath(new URL('../../packages/', import.meta.url));

/** Where a package is. */
export const packageFolder = (name: string): string => join(PACKAGES, name);

/** The folders in `packages`, which are the names without their scope. */
export const PACKAGE_NAMES: readonly string[] = readdirSync(PACKAGES).filter((name) =>
  existsSync(join(packageFolder(name), 'package.json')),
);

/** The `package.json` of a package in the repository. */
export const readManifest = (name: string, packages: string = PACKAGES): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'));

/** `names`, and those of our packages that they depend on. @param packages the folder that they are in. */
export function withDependencies(names: Iterable<string>, packages?: string): string[] {
  const all = new Set(names);
  for (const name of all) {
    const { dependencies = {} } = readManifest(name, packages) as { dependencies?: Record<string, string> };
    for (const dependency of Object.keys(dependencies)) {
      if (dependency.startsWith('@sevenstep/')) all.add(dependency.slice('@sevenstep/'.length));
    }
  }
  return [...all];
}

/** The version of each dependency that the workspace shares. */
export function readCatalog(): Readonly<Record<string, string>> {
  const workspace = readFileSync(new URL('../../pnpm-workspace.yaml', import.meta.url), 'utf8');
  return (parse(workspace) as { catalog: Record<string, string> }).catalog;
}

/** The version that the workspace shares of a package. @throws Error where it shares none. */
export function sharedVersion(name: string): string {
  const version = readCatalog()[name];
  if (version === undefined) throw new Error(`pnpm-workspace.yaml: the catalog has no ${name}`);
  return version;
}

/** pnpm as the workspace pins it: `pnpm@12.21.0`. */
export const PNPM: string = pinnedPnpm();

function pinnedPnpm(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    packageManager: string;
  };
  return manifest.packageManager.split('+', 1)[0] ?? '';
}

/**
 * Packs a package, from `dist` as it is, and gives the tarball's path.
 *
 * @param packages the folder that it is in.
 * @throws Error when it is not built, or cannot be packed.
 */
export async function packPackage(
  name: string,
  destination: string,
  packages: string = PACKAGES,
): Promise<string> {
  const cwd = join(packages, name);
  if (!existsSync(join(cwd, 'dist'))) throw new Error(`packages/${name} is not built: run \`npm run build\``);
  const args = ['-y', '--prefer-offline', PNPM, 'pack', '--json', '--pack-destination', destination];
  const { stdout } = await run('npx', args, { cwd }).catch(explain('pnpm pack'));
  return (JSON.parse(stdout) as { filename: string }).filename;
}

const NPM_INSTALL = [
  'install',
  '--no-audit',
  '--no-fund',
  '--no-package-lock',
  '--prefer-offline',
  '--loglevel=error',
];

/**
 * Installs the dependencies in the `package.json` of a folder.
 *
 * @param options.scripts whether packages may run their install scripts; they may not unless it is `true`.
 * @throws Error that says what npm said.
 */
export async function npmInstall(
  folder: string,
  options: { readonly scripts?: boolean } = {},
): Promise<void> {
  const args = options.scripts ? NPM_INSTALL : [...NPM_INSTALL, '--ignore-scripts'];
  await run('npm', args, { cwd: folder, maxBuffer: 2 ** 26 }).catch(explain('npm install'));
}

/** The newest version that the registry serves. @throws Error that says what npm said. */
export async function newestVersion(name: string): Promise<string> {
  const { stdout } = await run('npm', ['view', name, 'version']).catch(explain(`npm view ${name}`));
  return stdout.trim();
}

/** Unpacks what the registry has of a version into `folder`, which must exist. @throws Error that says what npm said. */
export async function unpackFromRegistry(name: string, version: string, folder: string): Promise<void> {
  const wanted = `${name}@${version}`;
  const args = ['pack', wanted, '--json', '--loglevel=error', '--pack-destination', folder];
  const { stdout } = await run('npm', args, { maxBuffer: 2 ** 26 }).catch(explain(`npm pack ${wanted}`));
  const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[];
  const file = join(folder, packed?.filename ?? '');
  await run('tar', ['-xzf', file, '--strip-components=1', '-C', folder]);
  rmSync(file);
}

const UNREACHABLE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/;

const explain =
  (command: string) =>
  ({ stderr, message }: { readonly stderr?: string; readonly message: string }): never => {
    const said = (stderr || message).trim();
    const reason = UNREACHABLE.exec(said)?.[0];
    throw new Error(
      reason
        ? `${command}: the package registry cannot be reached (${reason})`
        : `${command} failed:\n${said}`,
    );
  };
