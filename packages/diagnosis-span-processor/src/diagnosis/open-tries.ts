// Keeps failed calls within an open step: if the framework retries them, they are attempts of one call.
import type { AttemptSpan } from '@sevenstep/checklist';
import { RecentMap } from '../recent-map.ts';
import type { CallToDiagnose } from './record-diagnosis.ts';

/** The tries of a call so far, all of which failed. */
export interface Tries {
  /** The last of them. If no other follows, it counts as a failed call. */
  readonly last: CallToDiagnose;
  readonly attempts: readonly AttemptSpan[];
}

/** The most steps to keep, because some never end. */
const MOST_STEPS = 1_000;
const MOST_ATTEMPTS = 20;

/** The tries of each step, by its id. Memory is bounded. */
export class OpenTries {
  readonly #byStep = new RecentMap<string, Tries>(MOST_STEPS);

  /** @returns the tries that were dropped to make room. The caller must count their call. */
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
