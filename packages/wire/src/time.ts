// How durations are taken and written.

/** Looked up once, and not before it is needed: in Node.js the global is a getter, which loads a module at first. */
let clock: Pick<typeof performance, 'now'> | undefined;

/** Milliseconds since an arbitrary origin; never goes backwards. */
export function monotonicNow(): number {
  clock ??= performance;
  return clock.now();
}

/** Milliseconds as seconds, to the microsecond. */
export const seconds = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1_000_000;
