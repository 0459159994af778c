// Which checks changed from one run to the next.
import type { Check } from '@sevenstep/semantic-conventions';
import type { CheckResult } from './check-result.ts';

export interface Change {
  readonly now: CheckResult;
  /** What it was before; of the first run, nothing. */
  readonly before?: CheckResult | undefined;
  /** How long it was that, in seconds. */
  readonly lasted?: number | undefined;
}

/** Remembers what each check was when it was last asked. */
export class Changes {
  readonly #known = new Map<Check, { readonly result: CheckResult; readonly since: number }>();

  /**
   * A check that is skipped is not asked, so it changes nothing: as one fails, those after it are skipped.
   *
   * @param now in milliseconds
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
