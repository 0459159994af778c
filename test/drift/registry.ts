// Versions of packages from the registry, each unpacked once into the cache: a published version does not change.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../support/installation.ts';
import { unpackFromRegistry } from '../support/packages.ts';
import { filesOf, type PackageFiles } from './package-files.ts';

const CACHE = cacheFolder('drift');

/** @throws Error that says what npm said, when the registry cannot be reached or has no such version. */
export async function published(name: string, version: string): Promise<PackageFiles> {
  const folder = join(CACHE, `${name.replace('/', '+')}@${version}`);
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    try {
      await unpackFromRegistry(name, version, draft);
      if (!existsSync(folder)) renameSync(draft, folder);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return filesOf(folder);
}
