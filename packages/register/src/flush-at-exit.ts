// Sends what is left when the process ends, and lets it end the way it would have.
import { createHook } from 'node:async_hooks';
import { diag } from '@opentelemetry/api';

/** How long the end of a process waits for a collector, in milliseconds. One that is down is asked again for 10 s. */
const PATIENCE_MS = 2_000;

/** How long a process that could not send may still take to end. */
const GRACE_MS = 100;

/** Telemetry that is not sent yet. */
export interface Remainder {
  /** Sends what there is so far. More may follow. */
  flush(): Promise<void>;
  /** Sends the rest. Nothing follows. */
  shutdown(): Promise<void>;
  /** Calls `listener` after each span that ends from now on. */
  onSpanEnd(listener: () => void): void;
}

/** All end a process that does not handle them. A terminal that closes sends SIGHUP, and nodemon restarts with SIGUSR2. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const;
type Signal = (typeof SIGNALS)[number];

/**
 * Sends the rest once, within a time limit: when the event loop is empty, or on one of the signals that nothing else
 * handles. That signal then ends the process. Where something else handles it, calls may still be under way. Each of them
 * is sent as it ends, and the next signal may be the last.
 */
export function flushAtExit(left: Remainder): void {
  let done: Promise<boolean> | undefined;
  const once = () => {
    done ??= inTime(left.shutdown());
    return done;
  };
  whenIdle(async () => {
    const letGo = sinceNow();
    if (!(await once())) letGo();
  });
  const handledBefore = listenersThatLeave();
  let isHasty = false;
  const hasten = () => {
    if (!isHasty) left.onSpanEnd(oneAtATime(() => inTime(left.flush())));
    isHasty = true;
  };
  const listen = (signal: Signal) => {
    // First, and gone when the next one runs: a listener of `once` leaves no trace, and signal-exit counts the listeners.
    process.prependOnceListener(signal, async () => {
      const handledElsewhere = process.listenerCount(signal) > 0 || handledBefore(signal);
      if (handledElsewhere || process.pid === FIRST_PID) {
        // Nest and terminus send the signal again when they are done. All listeners run before the next microtask.
        queueMicrotask(() => listen(signal));
        // Many applications call `process.exit()` when their last call is done. A collector that is down is not asked more often.
        if (await inTime(left.flush())) hasten();
        return;
      }
      await once();
      process.kill(process.pid, signal);
    });
  };
  SIGNALS.forEach(listen);
}

/** Runs `work`, and again if it was asked for meanwhile. */
function oneAtATime(work: () => Promise<unknown>): () => Promise<void> {
  let isAsked = false;
  let isUnderWay = false;
  return async () => {
    isAsked = true;
    if (isUnderWay) return;
    isUnderWay = true;
    while (isAsked) {
      isAsked = false;
      await work();
    }
    isUnderWay = false;
  };
}

/** The first process of a container. The kernel drops a signal that it does not handle, so it goes on. */
const FIRST_PID = 1;

/** Tells whether another listener of a signal has just run and left: one of `once` that ran first. */
function listenersThatLeave(): (signal: Signal) => boolean {
  const left = new Map<unknown, number>();
  process.on('removeListener', (signal: unknown) => {
    if (!SIGNALS.includes(signal as Signal)) return;
    left.set(signal, (left.get(signal) ?? 0) + 1);
    // All listeners of a signal run before the next microtask.
    queueMicrotask(() => left.delete(signal));
  });
  // Ours leaves, too.
  return (signal) => (left.get(signal) ?? 0) > 1;
}

/** Runs `end` when the event loop is empty and no listener of `beforeExit` has found more to do. */
function whenIdle(end: () => void): void {
  process.prependOnceListener('beforeExit', () => {
    const inEmptyLoop = activeResources();
    // After the listeners of others.
    setImmediate(() => {
      const resources = activeResources();
      const hasMore = [...resources].some(([type, count]) => count > (inEmptyLoop.get(type) ?? 0));
      if (hasMore) whenIdle(end);
      else end();
    });
  });
}

/** How many there are of each type. Not every runtime says it. */
function activeResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const type of process.getActiveResourcesInfo?.() ?? []) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

interface Referenced {
  unref?(): void;
}

/**
 * Called when the event loop is empty, so what is added is ours. The result has the process end in spite of it. `process.exit()` would
 * end it with another code than Node.js does if the application waits forever at its top level.
 */
function sinceNow(): () => void {
  const timers: Referenced[] = [];
  const init = (_id: number, type: string, _trigger: number, resource: object) => {
    if (type === 'Timeout') timers.push(resource);
  };
  // Bun has none, and says so on standard error.
  if (!process.versions.bun) createHook({ init }).enable();
  return () => {
    const { _getActiveHandles: handles } = process as { _getActiveHandles?(): Referenced[] };
    for (const resource of [...timers, ...(handles?.() ?? [])]) resource.unref?.();
    // A look-up of a name cannot be let go.
    setTimeout(() => process.exit(), GRACE_MS).unref();
  };
}

/** Whether `work` was done before patience ran out. */
function inTime(work: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const giveUp = () =>
      resolve(lost(`no collector accepted it within ${PATIENCE_MS} ms; check OTEL_EXPORTER_OTLP_ENDPOINT`));
    const timer = setTimeout(giveUp, PATIENCE_MS);
    void work
      .then(() => true, lost)
      .then(resolve)
      .finally(() => clearTimeout(timer));
  });
}

function lost(problem: unknown): false {
  diag.warn('@sevenstep/register: telemetry may be lost:', problem);
  return false;
}
