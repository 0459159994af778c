// The requests that other instrumentations saw within a call: they end before it, and may know what its own span does not.
import type { AttemptSpan } from '@sevenstep/checklist';
import { RecentMap } from '../recent-map.ts';

/** Calls that never end are forgotten in the end. */
const MOST_CALLS = 1_000;
/** The SDK sends a call three times, a patient application some more. */
const MOST_ATTEMPTS = 20;

/** By the id of their call's span, in the order in which they ended. Memory is bounded. */
export class CallAttempts {
  readonly #byCall = new RecentMap<string, AttemptSpan[]>(MOST_CALLS);

  add(callId: string, attempt: AttemptSpan): void {
    const attempts = this.#byCall.touch(callId, () => []);
    if (attempts.length >= MOST_ATTEMPTS) attempts.splice(0, 1);
    attempts.push(attempt);
  }

  /** The attempts of a call that ends. */
  take(callId: string): readonly AttemptSpan[] {
    return this.#byCall.take(callId) ?? [];
  }
}
