// How durations are taken and written.

/** Milliseconds since an arbitrary origin; never goes backwards. */
export const monotonicNow = (): number => performance.now();

/** Milliseconds as seconds, to the microsecond. */
export const seconds = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1_000_000;
