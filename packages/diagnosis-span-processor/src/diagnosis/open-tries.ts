// Calls that failed within a step that is open: the framework may send them again, and then they are attempts of one call.
import type { AttemptSpan } from '@sevenstep/checklist';
import type { CallToDiagnose } from './record-diagnosis.ts';

/** The tries of a call so far, all of which failed. */
export interface Tries {
  /** The last: it counts as a failed call where no other follows. */
  readonly last: CallToDiagnose;
  readonly attempts: readonly AttemptSpan[];
}

/** Steps that never end are forgotten in the end. */
const MOST_STEPS = 1_000;
const MOST_ATTEMPTS = 20;

/** By the id of their step. Memory is bounded. */
export class OpenTries {
  readonly #byStep = new Map<string, Tries>();

  put(stepId: string, { last, attempts }: Tries): void {
    this.#byStep.set(stepId, { last, attempts: attempts.slice(-MOST_ATTEMPTS) });
    const oldest = this.#byStep.keys().next();
    if (this.#byStep.size > MOST_STEPS && !oldest.done) this.#byStep.delete(oldest.value);
  }

  take(stepId: string): Tries | undefined {
    const tries = this.#byStep.get(stepId);
    this.#byStep.delete(stepId);
    return tries;
  }
}
