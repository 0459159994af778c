// Keeps the requests that other instrumentations saw within a call. They may have facts that the call's span lacks.
import type { AttemptSpan } from '@sevenstep/checklist';
import { RecentMap } from '../recent-map.ts';

/** The most calls to keep, because some never end. */
const MOST_CALLS = 1_000;
/** The SDK sends a call three times by default; an application may set more. */
const MOST_ATTEMPTS = 20;

/** The attempts of each call, by the id of its span, in the order of their ends. Memory is bounded. */
export class CallAttempts {
  readonly #byCall = new RecentMap<string, AttemptSpan[]>(MOST_CALLS);

  add(callId: string, attempt: AttemptSpan): void {
    const attempts = this.#byCall.touch(callId, () => []);
    if (attempts.length >= MOST_ATTEMPTS) attempts.splice(0, 1);
    attempts.push(attempt);
  }

  /** Removes and returns the attempts of a call that ends. */
  take(callId: string): readonly AttemptSpan[] {
    return this.#byCall.take(callId) ?? [];
  }
}
