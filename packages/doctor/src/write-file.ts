// Writes a file of traces: for its owner only, never through a link, and over another file only on request.
import { randomBytes } from 'node:crypto';
import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { InputError } from './exit.ts';

/**
 * @param force whether a file that is there is replaced; a link, a device or a folder never is
 * @throws InputError when there is a file already, or it cannot be written
 */
export async function writeOwnFile(path: string, text: string, force: boolean): Promise<void> {
  try {
    if (!force) return await create(path, text);
    const found = await lstat(path).catch(() => undefined);
    if (found !== undefined && !found.isFile()) {
      throw new InputError(
        `${path} is ${found.isSymbolicLink() ? 'a link' : 'not a file'}: choose another path`,
      );
    }
    const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    await create(temporary, text);
    await rename(temporary, path).catch(async (error: unknown) => {
      await rm(temporary, { force: true });
      throw error;
    });
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      code === 'EEXIST'
        ? `${path} exists already; name another file, or replace it with --force`
        : `${path} cannot be written: ${code}`,
    );
  }
}

/** `x` creates or fails: it follows no link. */
const create = (path: string, text: string): Promise<void> =>
  writeFile(path, text, { flag: 'wx', mode: 0o600 });

/** An option of every command that writes a file. */
export const FORCE = { type: 'boolean', help: 'Replace the file that is there' } as const;
