// Calls that failed within a step that is open: the framework may send them again, and then they are attempts of one call.
import type { AttemptSpan } from '@sevenstep/checklist';
import { RecentMap } from '../recent-map.ts';
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
  readonly #byStep = new RecentMap<string, Tries>(MOST_STEPS);

  /** @returns the tries that were forgotten for it: nothing else will count their call */
  put(stepId: string, { last, attempts }: Tries): Tries | undefined {
    return this.#byStep.set(stepId, { last, attempts: attempts.slice(-MOST_ATTEMPTS) });
  }

  take(stepId: string): Tries | undefined {
    return this.#byStep.take(stepId);
  }

  takeAll(): readonly Tries[] {
    return this.#byStep.takeAll();
  }
}
