// Runs a command in this process, with streams and environment of the test.
import { Readable } from 'node:stream';
import { exported } from '../../../../test/support/exported.ts';
import type { Io } from '../../src/io.ts';
import { main } from '../../src/main.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Outside {
  readonly stdin?: string | Iterable<string>;
  readonly env?: Io['env'];
  /** Whether standard output is a terminal, of 100 columns. @default false */
  readonly isTTY?: boolean;
}

export async function run(
  args: readonly string[],
  { stdin = '', env = {}, isTTY = false }: Outside = {},
): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written) => ({
    isTTY,
    columns: isTTY ? 100 : undefined,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const code = await main(args, {
    stdin: Readable.from(chunksOf(stdin), { objectMode: false }),
    stdout: output('stdout'),
    stderr: output('stderr'),
    env,
    interrupted: () => new AbortController().signal,
  });
  exported(written.stdout + written.stderr, 'output');
  return { code, ...written };
}

function* chunksOf(stdin: string | Iterable<string>): Generator<Buffer> {
  if (typeof stdin === 'string') {
    yield Buffer.from(stdin);
    return;
  }
  for (const part of stdin) yield Buffer.from(part);
}
