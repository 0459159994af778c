// Sends what is left when the process ends, and lets it end the way it would have.
import { diag } from '@opentelemetry/api';

/** How long the end of a process waits for a collector, in milliseconds. One that is down is asked again for 10 s. */
const PATIENCE_MS = 2_000;

/**
 * Runs `shutdown` once: when the event loop is empty, or on SIGTERM and SIGINT. It stops
 * after a time limit. A signal without another handler is raised again afterwards, so that the process ends by it.
 */
export function flushAtExit(shutdown: () => Promise<void>): void {
  let done: Promise<boolean> | undefined;
  const once = () => {
    done ??= inTime(shutdown());
    return done;
  };
  process.once('beforeExit', async () => {
    // The loop is empty but for what still tries to send.
    if (!(await once())) process.exit();
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      // Decided now: the application's own handler may have been put on at any time.
      const handledElsewhere = process.listenerCount(signal) > 0;
      await once();
      if (!handledElsewhere) process.kill(process.pid, signal);
    });
  }
}

/** Whether `work` was done before patience ran out. */
function inTime(work: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const giveUp = () => resolve(lost(`no collector took it within ${PATIENCE_MS} ms`));
    const timer = setTimeout(giveUp, PATIENCE_MS);
    void work
      .then(() => true, lost)
      .then(resolve)
      .finally(() => clearTimeout(timer));
  });
}

function lost(problem: unknown): false {
  diag.warn('@sevenstep/register: telemetry may be lost', problem);
  return false;
}
