// Finds the checks that changed between two runs.
import type { Check } from '@sevenstep/semantic-conventions';
import type { CheckResult } from './check-result.ts';

export interface Change {
  readonly now: CheckResult;
  /** The previous result; undefined in the first run. */
  readonly before?: CheckResult | undefined;
  /** Seconds for which the previous result lasted. */
  readonly lasted?: number | undefined;
}

/** Remembers the last result of each check. */
export class Changes {
  readonly #known = new Map<Check, { readonly result: CheckResult; readonly since: number }>();

  /**
   * A skipped check changes nothing. All checks after a failed one are skipped.
   *
   * @param now milliseconds since the epoch
   */
  of(results: readonly CheckResult[], now: number): readonly Change[] {
    return results.flatMap((result) => {
      if (result.state === 'skip') return [];
      const before = this.#known.get(result.check);
      if (before !== undefined && isSame(before.result, result)) return [];
      this.#known.set(result.check, { result, since: now });
      return before === undefined
        ? [{ now: result }]
        : [{ now: result, before: before.result, lasted: (now - before.since) / 1000 }];
    });
  }
}

const isSame = (one: CheckResult, other: CheckResult): boolean =>
  one.state === other.state && one.reason?.id === other.reason?.id;
