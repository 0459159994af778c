// Everything that was measured: a number of samples for each subject and measure.

export class Results {
  readonly #times = new Map<string, number[]>();
  readonly #samples = new Map<string, number[]>();

  /** Times, of which the least counts: what a shared machine does to them is to add. */
  addTimes(subject: string, measures: Readonly<Record<string, number>>): void {
    add(this.#times, subject, measures);
  }

  /** Whatever else, of which the median counts. */
  add(subject: string, measures: Readonly<Record<string, number>>): void {
    add(this.#samples, subject, measures);
  }

  /** `undefined` for what was not measured. */
  get(subject: string, measure: string): number | undefined {
    const key = keyOf(subject, measure);
    return least(this.#times.get(key)) ?? median(this.#samples.get(key));
  }

  /** The values of all measures of a subject. */
  greatest(subject: string): number | undefined {
    const measures = [...this.#times.keys()].filter((key) => key.startsWith(keyOf(subject, '')));
    const values = measures.flatMap((key) => least(this.#times.get(key)) ?? []);
    return values.length === 0 ? undefined : Math.max(...values);
  }

  /** The cost of `subject` beyond the cost of `without`. */
  added(subject: string, measure: string, without: string): number | undefined {
    const [all, alone] = [this.get(subject, measure), this.get(without, measure)];
    return all === undefined || alone === undefined ? undefined : all - alone;
  }
}

const keyOf = (subject: string, measure: string): string => `${subject} ${measure}`;

function add(
  samples: Map<string, number[]>,
  subject: string,
  measures: Readonly<Record<string, number>>,
): void {
  for (const [measure, value] of Object.entries(measures)) {
    const key = keyOf(subject, measure);
    samples.set(key, [...(samples.get(key) ?? []), value]);
  }
}

const least = (samples: readonly number[] | undefined): number | undefined => samples && Math.min(...samples);

function median(samples: readonly number[] = []): number | undefined {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  return high === undefined || low === undefined || sorted.length % 2 === 1 ? high : (low + high) / 2;
}
