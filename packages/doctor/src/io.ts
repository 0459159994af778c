// A command's access to the outside: streams, environment, and whether to stop. Passed in, so that tests bring their own.
import type { Readable } from 'node:stream';

/** A stream that is written to: a terminal, a file, a pipe. */
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
  /** Aborts when the user interrupts, or the reader of `stdout` ends. Until it is first asked for, an interrupt ends the process as it always does. */
  interrupted(): AbortSignal;
}

/** Those of this process. `written` resolves once both outputs have passed on all that was written. */
export function processIo(): Io & {
  readonly written: () => Promise<void>;
  /** Why standard output is not complete, such as a full disk. */
  readonly lost: () => string | undefined;
} {
  const controller = new AbortController();
  let lost: string | undefined;
  // Without its reader, a command that goes on works for no one.
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

/** @param onClosed called with the code of the error that ended it: later writes are dropped. A reader that has enough, such as `head`, is EPIPE. */
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

/** A terminal signals every process at once, and `npx` passes the signal on: both are one. A later one ends the process. */
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
