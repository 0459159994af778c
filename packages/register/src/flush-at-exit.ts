// Sends unsent telemetry when the process ends, without changing how it ends.
import { createHook } from 'node:async_hooks';
import { diag } from '@opentelemetry/api';
import { isSignalIgnored } from './ignored-signals.ts';
import { CAN_EXPORT_WHILE_EXITING, exportWhileExiting } from './last-export.ts';
import { leaveListenersUncounted } from './listener-limit.ts';
import { shownProblem } from './say.ts';
import type { UnsentSpans } from './unsent-spans.ts';

/** Milliseconds that an ending process waits for a collector. Exporters would retry for 10 s. */
const PATIENCE_MS = 2_000;

/** The same for one that `process.exit()` or an uncaught error ends. It does nothing else meanwhile. */
const LAST_PATIENCE_MS = 1_000;

/** Milliseconds after which a process that could not send is ended. */
const GRACE_MS = 100;

/**
 * Milliseconds from a handled signal to an export of spans. Many applications call `process.exit()` within this time, which would
 * interrupt the export.
 */
const PAUSE_MS = 200;

/** Unsent telemetry. */
export interface Remainder {
  /** Sends the spans so far. More may follow. */
  flushSpans(): Promise<void>;
  /** Sends the metrics and log records so far. */
  flushOthers(): Promise<void>;
  /** Sends the rest. Nothing follows. */
  shutdown(): Promise<void>;
  /** From now on, calls `listener` after each span has ended. */
  onSpanEnd(listener: () => void): void;
  /** Ends the calls under way, and returns the spans that wait for an export. */
  unsent(): UnsentSpans | undefined;
}

/** Signals that end a process without a handler. A closing terminal sends SIGHUP; nodemon restarts with SIGUSR2. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const;
type Signal = (typeof SIGNALS)[number];

/** Our listeners of `process` by event. The instrumentation has the second of `beforeExit`. */
const OWN_LISTENERS = {
  SIGTERM: 1,
  SIGINT: 1,
  SIGHUP: 1,
  SIGUSR2: 1,
  beforeExit: 2,
  exit: 1,
  removeListener: 1,
  newListener: 1,
} as const;

/**
 * Sends the rest once, within a time limit: when the event loop is empty, or on a signal that only we handle. The signal then
 * ends the process. If other code also handles the signal, calls may continue: each is sent when it ends, because the process
 * may end at any time.
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
  const flush = async () => {
    const others = left.flushOthers();
    await pause();
    return inTime(Promise.all([others, left.flushSpans()]));
  };
  const hasten = () => {
    if (!isHasty) left.onSpanEnd(oneAtATime(flush));
    isHasty = true;
  };
  const listen = (signal: Signal) => {
    // Runs first and removes itself before the next listener: signal-exit counts the listeners.
    process.prependOnceListener(signal, async () => {
      const handledElsewhere = process.listenerCount(signal) > 0 || handledBefore(signal);
      if (handledElsewhere || process.pid === FIRST_PID) {
        // Listen again: Nest and terminus repeat the signal when they are done. All listeners run before the next microtask.
        queueMicrotask(() => listen(signal));
        // Many applications call `process.exit()` after their last call. Do not flush often if the collector is down.
        if (await flush()) hasten();
        return;
      }
      await once();
      process.kill(process.pid, signal);
    });
  };
  SIGNALS.filter((signal) => !isSignalIgnored(signal)).forEach(listen);
  process.once('exit', () => {
    if (!isLossReported) exportLast(left);
  });
  leaveListenersUncounted(OWN_LISTENERS);
}

/** Exports the spans that `process.exit()` or an uncaught error leaves, and reports those that cannot be exported. */
function exportLast(left: Remainder): void {
  try {
    const unsent = left.unsent();
    if (!unsent) return;
    const { spans, exporterModule } = unsent;
    if (spans.length === 0 || exportWhileExiting(spans, exporterModule, LAST_PATIENCE_MS)) return;
    const subject = spans.length === 1 ? '1 span was' : `${spans.length} spans were`;
    lost(`${subject} not sent before process.exit() or an uncaught error ended the process`);
  } catch (problem) {
    lost(problem);
  }
}

/** Waits before an export that `process.exit()` could interrupt. Where the exit cannot export, an early start is best. */
function pause(): Promise<void> {
  if (!CAN_EXPORT_WHILE_EXITING) return Promise.resolve();
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS).unref());
}

/** Returns a function that runs `work`, one run at a time. Requests during a run cause one more run. */
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

/** The first process of a container. The kernel drops its unhandled signals, so repeating the signal would not end it. */
const FIRST_PID = 1;

/** Returns a function that tells whether another `once` listener of a signal ran just before ours. */
function listenersThatLeave(): (signal: Signal) => boolean {
  const left = new Map<unknown, number>();
  process.on('removeListener', (signal: unknown) => {
    if (!SIGNALS.includes(signal as Signal)) return;
    left.set(signal, (left.get(signal) ?? 0) + 1);
    // All listeners of a signal run before the next microtask.
    queueMicrotask(() => left.delete(signal));
  });
  // Our own listener counts as one.
  return (signal) => (left.get(signal) ?? 0) > 1;
}

/** Runs `end` when the event loop is empty and no listener of `beforeExit` has found more to do. */
function whenIdle(end: () => void): void {
  process.prependOnceListener('beforeExit', () => {
    const inEmptyLoop = activeResources();
    // Runs after the other listeners of `beforeExit`.
    setImmediate(() => {
      const resources = activeResources();
      const hasMore = [...resources].some(([type, count]) => count > (inEmptyLoop.get(type) ?? 0));
      if (hasMore) whenIdle(end);
      else end();
    });
  });
}

/** The number of active resources by type; empty in runtimes that do not tell. */
function activeResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const type of process.getActiveResourcesInfo?.() ?? []) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

interface Referenced {
  unref?(): void;
}

/**
 * Call it when the event loop is empty: every later timer is ours. Returns a function that lets the process end despite our
 * resources. `process.exit()` alone would change the exit code of an application that waits forever at its top level.
 */
function sinceNow(): () => void {
  const timers: Referenced[] = [];
  const init = (_id: number, type: string, _trigger: number, resource: object) => {
    if (type === 'Timeout') timers.push(resource);
  };
  // Bun lacks async hooks, and would warn on standard error.
  if (!process.versions.bun) createHook({ init }).enable();
  return () => {
    const { _getActiveHandles: handles } = process as { _getActiveHandles?(): Referenced[] };
    for (const resource of [...timers, ...(handles?.() ?? [])]) resource.unref?.();
    // A DNS lookup cannot be unreferenced.
    setTimeout(() => process.exit(), GRACE_MS).unref();
  };
}

/** Whether `work` succeeded within {@link PATIENCE_MS}. */
function inTime(work: Promise<unknown>): Promise<boolean> {
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

let isLossReported = false;

function lost(problem: unknown): false {
  isLossReported = true;
  diag.warn('@sevenstep/register: telemetry may be lost:', shownProblem(problem));
  return false;
}
