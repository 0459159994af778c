// Writes generated files into a folder: through no link, and over another file only with `force`.
import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param written gets each path that was written
 * @throws Error that names the path which exists already, or is a link. It checks all paths before it writes one.
 */
export function writeFiles(
  folder: string,
  contents: Readonly<Record<string, string>>,
  force: boolean,
  written: (path: string) => void,
): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new Error(`${folder} is not a folder`);
  }
  for (const path of Object.keys(contents)) {
    for (const part of partsOf(path).slice(0, -1)) refuseLink(join(folder, part));
    const found = statOf(join(folder, path));
    if (found === undefined) continue;
    if (!force) throw new Error(`${join(folder, path)} exists already: replace it with --force`);
    refuseLink(join(folder, path));
    if (!found.isFile()) throw new Error(`${join(folder, path)} is not a file`);
  }
  for (const [path, content] of Object.entries(contents)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (force) replace(file, content);
    else writeFileSync(file, content, { flag: 'wx' });
    written(file);
  }
}

/** `a`, `a/b` and `a/b/c` of `a/b/c`. */
const partsOf = (path: string): readonly string[] =>
  path.split('/').map((_, index, names) => names.slice(0, index + 1).join('/'));

function refuseLink(path: string): void {
  if (statOf(path)?.isSymbolicLink()) throw new Error(`${path} is a link: choose a folder that is not one`);
}

const statOf = (path: string) => lstatSync(path, { throwIfNoEntry: false });

function replace(file: string, content: string): void {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  writeFileSync(temporary, content, { flag: 'wx' });
  try {
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
