// Installs clients of Node.js below `~/.cache/sevenstep/pasted`, and puts the programs beside them that make them print.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, installPackages, tidyCache } from '../support/installation.ts';

/** Where every client is installed. */
export const CACHE: string = cacheFolder('pasted');
const PROGRAMS = fileURLToPath(new URL('./programs/node/', import.meta.url));

/**
 * Installs npm packages, and copies the programs beside them.
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
    { cache: CACHE, suite: PROGRAMS, tarballs: {}, dependencies: '' },
  );
  cpSync(PROGRAMS, join(own, 'app'), { recursive: true });
  return join(own, 'app');
}

/** Removes what runs that are over have left. */
export const tidy = (): void => tidyCache(CACHE);
