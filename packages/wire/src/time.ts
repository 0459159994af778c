// Measures durations, and converts them to seconds.

/** Looked up once, on first use, because in Node.js the global is a getter that loads a module. */
let clock: Pick<typeof performance, 'now'> | undefined;

/** Milliseconds since an arbitrary origin; never goes backwards. */
export function monotonicNow(): number {
  clock ??= performance;
  return clock.now();
}

/** Milliseconds as seconds, to the microsecond. */
export const seconds = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1_000_000;
