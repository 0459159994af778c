// Runs something again and again, never twice at once, until it is stopped.
import { setTimeout as wait } from 'node:timers/promises';

interface RepeatOptions {
  /** From the start of a run to the start of the next, on average. */
  readonly everyMs: number;
  readonly stop: AbortSignal;
  /** While the next run is far: what is to be done at least so often. */
  readonly between: { readonly everyMs: number; readonly run: () => Promise<void> };
  /** 0 to 1. @default Math.random */
  readonly random?: () => number;
}

/** So far is a run from where it would be: programs that start at the same time do not stay in step. */
export const JITTER = 0.1;

/**
 * A run that takes longer than the interval delays the next one, which then starts at once.
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

/** Ends early when it is stopped. */
const pause = (ms: number, stop: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal: stop }).catch(() => undefined);

/** What is under way when it is stopped is left to itself. */
function untilStopped(work: Promise<void>, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => resolve();
    stop.addEventListener('abort', leave, { once: true });
    // A stop before this line has no event any more.
    if (stop.aborted) leave();
    work.then(resolve, reject).finally(() => stop.removeEventListener('abort', leave));
  });
}
