// Packs every package once, for all tests of this folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { PACKAGE_NAMES, packPackage } from '../support/packages.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Name of a package, without its scope, to its tarball. */
    readonly tarballs: Readonly<Record<string, string>>;
  }
}

export default async function packAll(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'sevenstep-packed-'));
  const tarballs: Record<string, string> = {};
  for (const name of PACKAGE_NAMES) tarballs[name] = await packPackage(name, folder);
  project.provide('tarballs', tarballs);
  return () => rmSync(folder, { recursive: true, force: true });
}
