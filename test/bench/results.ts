// Everything that was measured: a number of samples for each subject and measure.

/** Where a value is not measured on its own: the mode goes before the measure, `sampled-out call`. */
export class Results {
  readonly #samples = new Map<string, number[]>();

  add(subject: string, measures: Readonly<Record<string, number>>, prefix = ''): void {
    for (const [measure, value] of Object.entries(measures)) {
      const key = `${subject} ${prefix}${measure}`;
      this.#samples.set(key, [...(this.#samples.get(key) ?? []), value]);
    }
  }

  /** The median; `undefined` for what was not measured. */
  get(subject: string, measure: string): number | undefined {
    return median(this.#of(subject, measure));
  }

  /** What `subject` adds to what `without` needs: the median of what it added each time that both were measured. */
  added(subject: string, measure: string, without: string): number | undefined {
    const bare = this.#of(without, measure);
    return median(
      this.#of(subject, measure).flatMap((all, turn) => {
        const alone = bare[turn];
        return alone === undefined ? [] : [all - alone];
      }),
    );
  }

  #of(subject: string, measure: string): readonly number[] {
    return this.#samples.get(`${subject} ${measure}`) ?? [];
  }
}

function median(samples: readonly number[]): number | undefined {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  return high === undefined || low === undefined || sorted.length % 2 === 1 ? high : (low + high) / 2;
}
