// One call's clock: monotonic inside, epoch milliseconds outside, so that parents and children agree.

/** Milliseconds since an arbitrary origin; never goes backwards. */
export const monotonicNow = (): number => performance.now();

/** Converts readings of {@link monotonicNow} to epoch milliseconds, all from one anchor. */
export class Clock {
  readonly startedAt: number = monotonicNow();
  readonly #epoch: number = Date.now();

  /** `reading` in epoch milliseconds. */
  epoch(reading: number): number {
    return this.#epoch + (reading - this.startedAt);
  }
}

/** Milliseconds as seconds, to the microsecond. */
export const seconds = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1_000_000;
