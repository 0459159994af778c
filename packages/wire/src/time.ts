// How durations are taken and written.

/** Looked up once: a global of Node.js is a getter, which costs as much as the reading. */
const { performance: clock } = globalThis;

/** Milliseconds since an arbitrary origin; never goes backwards. */
export const monotonicNow = (): number => clock.now();

/** Milliseconds as seconds, to the microsecond. */
export const seconds = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1_000_000;
