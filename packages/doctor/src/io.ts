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
  /** Aborts when the user interrupts. Until it is first asked for, an interrupt ends the process as it always does. */
  interrupted(): AbortSignal;
}

/** Those of this process. */
export function processIo(): Io & { readonly wasInterrupted: () => boolean } {
  // A reader that has enough, such as `head`, is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  let signal: AbortSignal | undefined;
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    interrupted() {
      signal ??= abortOnSignals();
      return signal;
    },
    wasInterrupted: () => signal?.aborted === true,
  };
}

/** A terminal signals every process at once, and `npx` passes the signal on: both are one. A later one ends the process. */
const SAME_SIGNAL_MS = 500;

function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
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
  return controller.signal;
}
