// Counts over a sliding window of time in constant memory: a ring of buckets on the times that it is given.

const BUCKETS = 12;

/** Several counts of what happened in the last so many seconds. Times may come a little out of order. */
export class SlidingCount<Name extends string> {
  readonly #bucketSeconds: number;
  readonly #names: readonly Name[];
  readonly #counts: Float64Array;
  /** Which stretch of time each bucket holds. */
  readonly #stretches: Float64Array;
  #latest = 0;

  constructor(windowSeconds: number, names: readonly Name[]) {
    this.#bucketSeconds = Math.max(windowSeconds, 0.001) / BUCKETS;
    this.#names = names;
    this.#counts = new Float64Array(BUCKETS * names.length);
    this.#stretches = new Float64Array(BUCKETS).fill(Number.NEGATIVE_INFINITY);
  }

  add(at: number, name: Name, amount = 1): void {
    if (amount === 0) return;
    const stretch = Math.floor(at / this.#bucketSeconds);
    if (stretch <= this.#latest - BUCKETS) return;
    this.#latest = Math.max(this.#latest, stretch);
    const bucket = ((stretch % BUCKETS) + BUCKETS) % BUCKETS;
    const from = bucket * this.#names.length;
    if (this.#stretches[bucket] !== stretch) {
      this.#stretches[bucket] = stretch;
      this.#counts.fill(0, from, from + this.#names.length);
    }
    const index = from + this.#names.indexOf(name);
    this.#counts[index] = (this.#counts[index] ?? 0) + amount;
  }

  /** The count of the window that ends with the latest time. */
  total(name: Name): number {
    const offset = this.#names.indexOf(name);
    let sum = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      if ((this.#stretches[bucket] ?? 0) <= this.#latest - BUCKETS) continue;
      sum += this.#counts[bucket * this.#names.length + offset] ?? 0;
    }
    return sum;
  }

  clear(): void {
    this.#stretches.fill(Number.NEGATIVE_INFINITY);
    this.#counts.fill(0);
  }
}
