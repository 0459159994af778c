// A command's access to the outside: streams, environment, and whether to stop. It is a parameter, so that tests pass their own.
import type { Readable } from 'node:stream';

/** An output stream: a terminal, a file or a pipe. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** The width of a terminal. */
  readonly columns?: number | undefined;
}

export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts when the user interrupts, or the reader of `stdout` ends. Until the first call, an interrupt ends the process as usual. */
  interrupted(): AbortSignal;
}

/** The access of this process. `written` resolves when both outputs have passed on all text. */
export function processIo(): Io & {
  readonly written: () => Promise<void>;
  /** Why standard output is incomplete, such as a full disk. */
  readonly lost: () => string | undefined;
} {
  const controller = new AbortController();
  let lost: string | undefined;
  // Without a reader, the command's work is useless.
  const stdout = outputOf(process.stdout, (code) => {
    if (code !== 'EPIPE') lost ??= code;
    controller.abort();
  });
  const stderr = outputOf(process.stderr);
  let listens = false;
  return {
    stdin: process.stdin,
    stdout,
    stderr,
    env: process.env,
    interrupted() {
      if (!listens) abortOnSignals(controller);
      listens = true;
      return controller.signal;
    },
    lost: () => lost,
    async written() {
      for (const stream of [process.stdout, process.stderr])
        await new Promise<void>((resolve) => stream.write('', () => resolve()));
    },
  };
}

/** @param onClosed called with the error's code when the stream closes. Later writes are dropped. If a reader such as `head` closes it, the code is EPIPE. */
function outputOf(stream: NodeJS.WriteStream, onClosed: (code: string) => void = () => undefined): Output {
  let isOpen = true;
  stream.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
    if (isOpen) onClosed(code);
    isOpen = false;
  });
  return {
    write: (text) => isOpen && stream.write(text),
    get isTTY() {
      return stream.isTTY;
    },
    get columns() {
      return stream.columns;
    },
  };
}

/** A terminal signals every process, and `npx` passes the signal on, so both count as one. A later signal ends the process. */
const SAME_SIGNAL_MS = 500;

function abortOnSignals(controller: AbortController): void {
  let first: number | undefined;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    const onSignal = () => {
      first ??= performance.now();
      controller.abort();
      if (performance.now() - first < SAME_SIGNAL_MS) return;
      process.off(name, onSignal);
      process.kill(process.pid, name);
    };
    process.on(name, onSignal);
  }
}
