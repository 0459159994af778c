// Ctrl-C, for as long as something starts: it ends in order, and leaves nothing behind.

/** Aborted by Ctrl-C or `SIGTERM`, once; the second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const abort = () => {
    for (const signal of SIGNALS) process.off(signal, abort);
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, abort);
  return controller.signal;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The exit code of a process that Ctrl-C has ended. */
const INTERRUPTED = 130;

/** Says why a start came to nothing, and sets the exit code. */
export function reportFailedStart(problem: unknown, signal: AbortSignal): void {
  console.error(signal.aborted ? 'Stopped.' : problem instanceof Error ? problem.message : problem);
  process.exitCode = signal.aborted ? INTERRUPTED : 1;
}
