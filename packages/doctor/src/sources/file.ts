// Reads a file or standard input.
import { createReadStream, open, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { InputError } from '../exit.ts';
import type { Io } from '../io.ts';
import type { Source } from '../spans/source.ts';
import { say } from '../terminal.ts';

/** @throws InputError if the file does not exist or is not readable. */
export async function fileSource(path: string, onProblem: Source['onProblem']): Promise<Source> {
  const found = await statFile(path);
  return { name: path, chunks: chunksOf(path, found.isFIFO()), onProblem };
}

/** @throws InputError if the file does not exist */
export async function statFile(path: string): Promise<Stats> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      error.code === 'ENOENT' ? `there is no file ${path}` : `${path} cannot be read: ${error.code}`,
    );
  });
  if (found.isDirectory()) throw new InputError(`${path} is a folder; name a file in it`);
  return found;
}

async function* chunksOf(path: string, isPipe: boolean): AsyncGenerator<Uint8Array> {
  try {
    // Reading a pipe as a file would block a thread until data arrives, and with it the end of the process.
    yield* isPipe
      ? new Socket({ fd: await promisify(open)(path, 'r'), writable: false })
      : createReadStream(path, { highWaterMark: 1024 * 1024 });
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

const STDIN = 'standard input';

export function stdinSource({ stdin, stderr }: Io, onProblem: Source['onProblem']): Source {
  if (stdin.isTTY) say(stderr, `Reading from the terminal: paste the text, then press ${END_KEYS}`);
  return { name: STDIN, chunks: stdin, onProblem };
}

const END_KEYS = process.platform === 'win32' ? 'Enter, Ctrl+Z, Enter' : 'Enter, Ctrl+D';

/** The time until a hint says how to end a pipe, in milliseconds. */
const HINT_MS = 2_000;

/** Explains on a terminal how to get the report while a pipe such as `tail -f` continues. */
export async function* withHint(
  chunks: AsyncIterable<Uint8Array>,
  { stdin, stderr }: Io,
): AsyncGenerator<Uint8Array> {
  const timer = setTimeout(() => {
    if (stdin.isTTY !== true && stderr.isTTY === true)
      say(stderr, `Reading ${STDIN}; Ctrl+C shows what was found so far`);
  }, HINT_MS);
  try {
    yield* chunks;
  } finally {
    clearTimeout(timer);
  }
}

/** The chunks up to the signal, and a chunk that is already available then. The rest stays unread. */
export async function* chunksUntil(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const over = { done: true, value: undefined } as const;
  let stop = (): void => undefined;
  signal.addEventListener('abort', () => stop(), { once: true });
  let next: IteratorResult<Uint8Array, unknown> | undefined;
  try {
    do {
      next = await new Promise<IteratorResult<Uint8Array, unknown>>((resolve, reject) => {
        // A new promise for each chunk, so that the signal's waiters do not grow with the input.
        stop = () => void setImmediate(() => resolve(over));
        iterator.next().then(resolve, reject);
        if (signal.aborted) stop();
      });
      if (next.done === true) break;
      yield next.value;
    } while (!signal.aborted);
  } finally {
    // An open pipe would keep the process alive.
    if (next?.done !== true || next === over) {
      if ('destroy' in chunks) (chunks as Readable).destroy();
      else void iterator.return?.();
    }
  }
}
