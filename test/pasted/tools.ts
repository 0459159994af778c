// Installs clients in other languages, and servers, below the cache: pinned, once, whole or not at all.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CACHE } from './install.ts';

const run = promisify(execFile);

/** The folder of programs in a language. */
export const programs = (language: string): string =>
  fileURLToPath(new URL(`./programs/${language}/`, import.meta.url));

/**
 * Makes a folder once.
 *
 * @param pinned what it is made of: another folder when it changes
 * @param make fills the folder
 */
async function once(
  name: string,
  pinned: unknown,
  make: (folder: string) => Promise<void>,
  cache: string = CACHE,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(pinned)).digest('hex').slice(0, 12);
  const folder = join(cache, `${name}-${hash}`);
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    try {
      await make(draft);
      renameSync(draft, folder);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  // So that the cache knows what is in use.
  utimesSync(folder, new Date(), new Date());
  return folder;
}

/** @throws Error that says what the command said, or that it is not there. */
async function tool(command: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    return (await run(command, args, { cwd, maxBuffer: 1 << 26 })).stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') throw new Error(`needs ${command}, which this machine does not have`);
    throw new Error(`${command} ${args[0]}: ${String(stderr).trim().slice(-2_000)}`);
  }
}

/** @throws Error when the command is not there. */
export async function commandFound(command: string): Promise<string> {
  await tool(command, ['--version'], process.cwd());
  return '';
}

/**
 * A virtual environment of Python.
 *
 * @param requirements as pip takes them, with versions
 * @param cache where it is kept
 * @returns its folder: `bin/python` runs programs in it
 */
export const installPython = (
  name: string,
  requirements: readonly string[],
  cache: string = CACHE,
): Promise<string> =>
  once(
    name,
    requirements,
    async (folder) => {
      await tool('python3', ['-m', 'venv', folder], cache);
      await tool(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', ...requirements], folder);
    },
    cache,
  );

/**
 * A Go program, built as `app`.
 *
 * @param modules paths and versions, such as `example.org/module@v1.0.0`
 * @param sources the folder of the program
 */
export async function installGo(
  name: string,
  modules: readonly string[],
  { sources = programs('go'), cache = CACHE }: { readonly sources?: string; readonly cache?: string } = {},
): Promise<string> {
  const folder = await once(
    name,
    modules,
    async (draft) => {
      await tool('go', ['mod', 'init', 'summaries'], draft);
      await tool('go', ['get', ...modules], draft);
    },
    cache,
  );
  cpSync(sources, folder, { recursive: true });
  await tool('go', ['mod', 'tidy'], folder);
  await tool('go', ['build', '-trimpath', '-o', 'app', '.'], folder);
  return folder;
}

/**
 * With the packages that the `pom.xml` beside the program names.
 *
 * @param sources the folder of both
 */
export async function installJava(
  name: string,
  pinned: string,
  {
    sources = programs('java'),
    main = 'Summarize.java',
    cache = CACHE,
  }: { readonly sources?: string; readonly main?: string; readonly cache?: string } = {},
): Promise<string> {
  const folder = await once(
    name,
    pinned,
    async (draft) => {
      cpSync(sources, draft, { recursive: true });
      await tool('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'], draft);
    },
    cache,
  );
  cpSync(sources, folder, { recursive: true });
  await tool('javac', ['-nowarn', '-cp', 'lib/*', '-d', 'classes', main], folder);
  return folder;
}

/**
 * Programs of Debian's packages, unpacked and not installed.
 *
 * @param packages with the libraries that they need and a plain system lacks
 */
export const unpackDebian = (name: string, packages: readonly string[]): Promise<string> =>
  once(name, packages, async (folder) => {
    const download = () => tool('apt-get', ['download', '--quiet', ...packages], folder);
    // A machine may have no package lists yet.
    await download().catch(() => tool('apt-get', ['update', '--quiet'], folder).then(download));
    for (const file of readdirSync(folder).filter((one) => one.endsWith('.deb'))) {
      await tool('dpkg-deb', ['-x', file, folder], folder);
      rmSync(join(folder, file));
    }
  });

/** The environment in which a program of unpacked packages finds their libraries. */
export const librariesIn = (folder: string): NodeJS.ProcessEnv => ({
  LD_LIBRARY_PATH: ['x86_64', 'aarch64']
    .map((machine) => join(folder, `usr/lib/${machine}-linux-gnu`))
    .join(':'),
});
