// Repeats a function until it is stopped, with one run at a time.
import { setTimeout as wait } from 'node:timers/promises';

interface RepeatOptions {
  /** The average time between the starts of two runs. */
  readonly everyMs: number;
  readonly stop: AbortSignal;
  /** A function to run at this interval during a longer wait for the next run. */
  readonly between: { readonly everyMs: number; readonly run: () => Promise<void> };
  /** Returns 0 to 1. @default Math.random */
  readonly random?: () => number;
}

/** The random share of the interval, so that programs that start together do not stay in step. */
export const JITTER = 0.1;

/**
 * A run that takes longer than the interval delays the next one, which then starts immediately.
 *
 * @throws what `run` throws
 */
export async function repeat(
  run: (nextAt: (now: number) => number) => Promise<void>,
  { everyMs, stop, between, random = Math.random }: RepeatOptions,
): Promise<void> {
  while (!stop.aborted) {
    const started = performance.now();
    const interval = everyMs * (1 + JITTER * (2 * random() - 1));
    const left = () => Math.max(0, started + interval - performance.now());
    await untilStopped(
      run((now) => now + left()),
      stop,
    );
    while (!stop.aborted && left() > between.everyMs) {
      await pause(between.everyMs, stop);
      if (!stop.aborted) await untilStopped(between.run(), stop);
    }
    await pause(left(), stop);
  }
}

/** Waits, but ends early on `stop`. */
const pause = (ms: number, stop: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal: stop }).catch(() => undefined);

/** Waits for `work` or for `stop`. After a stop, `work` continues on its own. */
function untilStopped(work: Promise<void>, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => resolve();
    stop.addEventListener('abort', leave, { once: true });
    // The signal may have aborted before the listener was added.
    if (stop.aborted) leave();
    work.then(resolve, reject).finally(() => stop.removeEventListener('abort', leave));
  });
}
