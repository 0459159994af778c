// Installs senders below `~/.cache/sevenstep/dialects`, with their programs beside what those import.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tools from '../pasted/tools.ts';
import { cacheFolder, installPackages, tidyCache } from '../support/installation.ts';

/** Where every sender is installed. */
export const CACHE: string = cacheFolder('dialects');

/** The folder of programs in a language: `node`, `python`. */
export const programs = (language: string): string =>
  fileURLToPath(new URL(`./programs/${language}/`, import.meta.url));

/**
 * Installs npm packages, and copies the programs of `programs/node` beside them.
 *
 * @returns the folder of the programs
 * @throws Error that says what npm said
 */
export async function installNode(
  name: string,
  dependencies: Readonly<Record<string, string>>,
  options: { readonly scripts?: boolean } = {},
): Promise<string> {
  const own = await installPackages(
    { name, dependencies, withoutOurs: true, ...options },
    { cache: CACHE, suite: programs('node'), tarballs: {}, dependencies: '' },
  );
  cpSync(programs('node'), join(own, 'app'), { recursive: true });
  return join(own, 'app');
}

/**
 * A virtual environment of Python.
 *
 * @returns its folder: `bin/python` runs the programs of `programs('python')` in it
 */
export const installPython = (name: string, requirements: readonly string[]): Promise<string> =>
  tools.installPython(name, requirements, CACHE);

/** The Go program of `programs/go`, with its modules. */
export const installGo = (name: string, modules: readonly string[]): Promise<string> =>
  tools.installGo(name, modules, { sources: programs('go'), cache: CACHE });

/** The Java program of `programs/java`, with the packages that its `pom.xml` names. */
export const installJava = (name: string, pinned: string, main: string): Promise<string> =>
  tools.installJava(name, pinned, { sources: programs('java'), main, cache: CACHE });

/** Removes what runs that are over have left. */
export const tidy = (): void => tidyCache(CACHE);
