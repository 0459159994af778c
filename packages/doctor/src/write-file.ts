// Writes a file of traces: for its owner only, never through a link, and over another file only on request.
import { randomBytes } from 'node:crypto';
import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { InputError } from './exit.ts';

/**
 * @param force replaces an existing file, but never a link, a device or a folder
 * @throws InputError when there is a file already, or it cannot be written
 */
export async function writeOwnFile(path: string, text: string, force: boolean): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const found = force ? await lstat(path).catch(() => undefined) : undefined;
    if (found !== undefined && !found.isFile()) {
      throw new InputError(
        `${path} is ${found.isSymbolicLink() ? 'a link' : 'not a file'}: choose another path`,
      );
    }
    await create(temporary, text);
    // `rename` would replace an existing file. This fails if there is one.
    if (!force) await create(path, '');
    await rename(temporary, path).catch(async (error: unknown) => {
      if (!force) await remove(path);
      throw error;
    });
  } catch (error) {
    await remove(temporary);
    if (error instanceof InputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      code === 'EEXIST'
        ? `${path} exists already; name another file, or replace it with --force`
        : `${path} cannot be written: ${code === 'ENOENT' ? 'its folder does not exist' : code}`,
    );
  }
}

/** `x` creates or fails: it follows no link. */
const create = (path: string, text: string): Promise<void> =>
  writeFile(path, text, { flag: 'wx', mode: 0o600 });

const remove = (path: string): Promise<void> => rm(path, { force: true }).catch(() => undefined);

/** An option of every command that writes a file. */
export const FORCE = { type: 'boolean', help: 'Replace an existing file' } as const;
