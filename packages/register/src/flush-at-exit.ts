// Sends what is left when the process ends, and lets it end the way it would have.
import { diag } from '@opentelemetry/api';

/**
 * Runs `shutdown` once: when the event loop is empty, or on SIGTERM and SIGINT. A signal that nobody else
 * handles is raised again afterwards, so that the process ends by it.
 */
export function flushAtExit(shutdown: () => Promise<void>): void {
  let done: Promise<void> | undefined;
  const once = () => {
    done ??= shutdown().catch((problem) => diag.warn('@sevenstep/register: spans may be lost', problem));
    return done;
  };
  process.once('beforeExit', once);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      // Decided now: the application's own handler may have been put on at any time.
      const handledElsewhere = process.listenerCount(signal) > 0;
      await once();
      if (!handledElsewhere) process.kill(process.pid, signal);
    });
  }
}
