// Installs an example outside the workspace, as a user would: in a separate folder, with our packages from tarballs.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { npmInstall, packPackage, withDependencies } from '../../../test/support/packages.ts';

/** The packages that examples use. */
const OURS = ['instrumentation-anthropic', 'diagnosis-span-processor', 'register'];

/** Copies the example into a folder that is removed when the process ends, and installs it there. */
export async function installIsolated(example: string, print: (text: string) => void): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `sevenstep-${basename(example)}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  cpSync(example, folder, { recursive: true, filter: (path) => !/node_modules|\.next/.test(path) });
  print(`installing into ${folder}\n`);
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  for (const name of withDependencies(OURS)) {
    manifest.dependencies[`@sevenstep/${name}`] = `file:${await packPackage(name, folder)}`;
  }
  writeFileSync(file, JSON.stringify(manifest, null, 2));
  await npmInstall(folder, { scripts: true });
  return folder;
}
