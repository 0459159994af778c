// Installs the packages of a row with ours, and chooses the Node.js that it runs on.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as installation from '../support/installation.ts';
import { withDependencies } from '../support/packages.ts';
import { NODES, type NodeLine, OURS, type SetUp } from './set-up.ts';

const APPS = fileURLToPath(new URL('./apps/', import.meta.url));
const CACHE = installation.cacheFolder('frameworks');

export type Packed = installation.Packed;

/** @throws Error when a package is not built. */
export const pack = (): Promise<Packed> => installation.pack(CACHE, OURS, APPS);

export const tidyCache = (): void => installation.tidyCache(CACHE);

/** With our lines, and without. */
export type Mode = 'with' | 'without';

/** A row's application, ready to build and run. */
export interface Application {
  readonly folder: Readonly<Record<Mode, string>>;
  /** Folders for the path. */
  readonly binaries: readonly string[];
}

/** @throws Error that says what npm said. */
export async function install(setUp: SetUp, packed: Packed): Promise<Application> {
  const { id, dependencies, scripts = false, ours = OURS } = setUp;
  const names = withDependencies(ours).map((name) => `@sevenstep/${name}`);
  const tarballs = Object.fromEntries(
    Object.entries(packed.tarballs).filter(([name]) => names.includes(name)),
  );
  const some = { ...packed, tarballs, dependencies: packed.dependencies + names.join() };
  const own = await installation.installPackages({ name: 'app', dependencies, scripts }, some);
  const folder = { with: join(own, id), without: join(own, `${id}-without`) };
  for (const name of typeof setUp.files === 'string' ? [setUp.files] : setUp.files) {
    cpSync(join(packed.suite, name), folder.with, { recursive: true });
    cpSync(join(packed.suite, name), folder.without, { recursive: true });
  }
  for (const { path, stat } of filesIn(folder.without)) {
    if (!/\.(?:[cm]?[jt]sx?|json)$/.test(path)) continue;
    const text = readFileSync(path, 'utf8');
    if (text.includes('// ours'))
      writeFileSync(path, text.replaceAll(/^.*\/\/ ours\n/gm, ''), { mode: stat });
  }
  const manifest = { private: true, type: 'module', dependencies };
  for (const one of Object.values(folder)) {
    mkdirSync(one, { recursive: true });
    const file = join(one, 'package.json');
    if (!existsSync(file)) writeFileSync(file, JSON.stringify(manifest, null, 2));
  }
  return { folder, binaries: [join(dirname(own), 'node_modules', '.bin')] };
}

function filesIn(folder: string): { readonly path: string; readonly stat: number }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .map((path) => ({ path, stat: statSync(path) }))
    .filter(({ stat }) => stat.isFile())
    .map(({ path, stat }) => ({ path, stat: stat.mode }));
}

/** The folder of the `node` binary of a line: what runs this command where it is that version, else from npm. */
export async function nodeFolder(line: NodeLine, packed: Packed): Promise<string> {
  const version = NODES[line];
  if (process.version === `v${version}`) return dirname(process.execPath);
  const name = `node-${process.platform}-${process.arch}`;
  const own = await installation.installPackages(
    { name: 'node', dependencies: { [name]: version }, withoutOurs: true },
    packed,
  );
  return join(dirname(own), 'node_modules', name, 'bin');
}
