// Handles Ctrl-C while something starts, so that the start ends cleanly and leaves nothing behind.

/** Aborted by the first Ctrl-C or `SIGTERM`. The second one ends the process immediately. */
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

/** The exit code of a process after Ctrl-C. */
const INTERRUPTED = 130;

/** Prints why a start failed, and sets the exit code. */
export function reportFailedStart(problem: unknown, signal: AbortSignal): void {
  console.error(signal.aborted ? 'Stopped.' : problem instanceof Error ? problem.message : problem);
  process.exitCode = signal.aborted ? INTERRUPTED : 1;
}
