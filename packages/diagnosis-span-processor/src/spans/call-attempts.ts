// The requests that other instrumentations saw within a call: they end before it, and may know what its own span does not.
import type { AttemptSpan } from '@sevenstep/checklist';

/** Calls that never end are forgotten in the end. */
const MOST_CALLS = 1_000;
/** The SDK sends a call three times, a patient application some more. */
const MOST_ATTEMPTS = 20;

/** By the id of their call's span, in the order in which they ended. Memory is bounded. */
export class CallAttempts {
  readonly #byCall = new Map<string, AttemptSpan[]>();

  add(callId: string, attempt: AttemptSpan): void {
    const attempts = this.#byCall.get(callId) ?? [];
    if (attempts.length >= MOST_ATTEMPTS) attempts.splice(0, 1);
    attempts.push(attempt);
    this.#byCall.set(callId, attempts);
    const oldest = this.#byCall.keys().next();
    if (this.#byCall.size > MOST_CALLS && !oldest.done) this.#byCall.delete(oldest.value);
  }

  /** The attempts of a call that ends. */
  take(callId: string): readonly AttemptSpan[] {
    const attempts = this.#byCall.get(callId) ?? [];
    this.#byCall.delete(callId);
    return attempts;
  }
}
