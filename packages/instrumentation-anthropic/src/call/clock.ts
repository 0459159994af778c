// One call's clock: monotonic inside, epoch milliseconds outside, so that parents and children agree.
import { monotonicNow } from '@sevenstep/wire';

/** Converts readings of {@link monotonicNow} to epoch milliseconds, all from one anchor. */
export class Clock {
  readonly startedAt: number = monotonicNow();
  readonly #epoch: number = Date.now();

  /** `reading` in epoch milliseconds. */
  epoch(reading: number): number {
    return this.#epoch + (reading - this.startedAt);
  }
}
