// Spans in a file or on standard input.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { InputError } from '../exit.ts';
import type { Io } from '../io.ts';
import type { Source } from '../spans/source.ts';
import { say } from '../terminal.ts';

/** @throws InputError when there is no such file, or it may not be read. */
export async function fileSource(path: string, onProblem: Source['onProblem']): Promise<Source> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      error.code === 'ENOENT' ? `there is no file ${path}` : `${path} cannot be read: ${error.code}`,
    );
  });
  if (found.isDirectory()) throw new InputError(`${path} is a folder; name a file in it`);
  return { name: path, chunks: chunksOf(path), onProblem };
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 1024 * 1024 });
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

export function stdinSource({ stdin, stderr }: Io, onProblem: Source['onProblem']): Source {
  if (stdin.isTTY) say(stderr, 'Reading spans from the terminal; end with Ctrl+D');
  return { name: 'standard input', chunks: stdin, onProblem };
}
