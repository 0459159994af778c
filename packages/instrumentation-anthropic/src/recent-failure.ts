// Whether a call has failed lately: then successes are fingerprinted, too, to tell which requests fail every time.
import { monotonicNow } from '@sevenstep/semantic-conventions/builders';

/** As long as requests that failed are worth comparing with. */
const RECENT_MS = 10 * 60_000;

export class RecentFailure {
  #failedAt: number | undefined;

  failed(): void {
    this.#failedAt = monotonicNow();
  }

  get isRecent(): boolean {
    return this.#failedAt !== undefined && monotonicNow() - this.#failedAt < RECENT_MS;
  }
}
