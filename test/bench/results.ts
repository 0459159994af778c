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

  /** The median over the rounds; `undefined` for what was not measured. */
  get(subject: string, measure: string): number | undefined {
    const samples = [...(this.#samples.get(`${subject} ${measure}`) ?? [])].sort((a, b) => a - b);
    const middle = samples.length >> 1;
    const [low, high] = [samples[middle - 1], samples[middle]];
    return high === undefined || low === undefined || samples.length % 2 === 1 ? high : (low + high) / 2;
  }

  /** What `subject` adds to what `without` needs. */
  added(subject: string, measure: string, without: string): number | undefined {
    const all = this.get(subject, measure);
    const bare = this.get(without, measure);
    return all === undefined || bare === undefined ? undefined : all - bare;
  }
}
