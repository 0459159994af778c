// Counts over a sliding window of time in constant memory: a ring of buckets on the times that it is given.

const BUCKETS = 12;

/** Several counts of what happened in the last so many seconds. Times may come a little out of order. */
export class SlidingCount<Name extends string> {
  readonly #bucketSeconds: number;
  readonly #rows: Readonly<Record<Name, Row>>;
  /** The newest stretch of time that has a bucket; the ring holds those just before it. */
  #latest = Number.NEGATIVE_INFINITY;

  constructor(windowSeconds: number, names: readonly Name[]) {
    this.#bucketSeconds = Math.max(windowSeconds, 0.001) / BUCKETS;
    const rows = names.map((name) => [name, { buckets: new Float64Array(BUCKETS), total: 0 }]);
    this.#rows = Object.fromEntries(rows) as Record<Name, Row>;
  }

  add(at: number, name: Name, amount = 1): void {
    const stretch = Math.floor(at / this.#bucketSeconds);
    // Beyond it, counting by one stands still.
    if (amount === 0 || !Number.isSafeInteger(stretch) || stretch <= this.#latest - BUCKETS) return;
    if (stretch > this.#latest) this.#forget(stretch);
    const row = this.#rows[name];
    const bucket = bucketOf(stretch);
    row.buckets[bucket] = (row.buckets[bucket] ?? 0) + amount;
    row.total += amount;
  }

  /** The count of the window that ends with the latest time. */
  total(name: Name): number {
    return this.#rows[name].total;
  }

  /** Empties the buckets from the latest stretch to this one. */
  #forget(stretch: number): void {
    const first = Math.max(this.#latest, stretch - BUCKETS) + 1;
    this.#latest = stretch;
    for (const row of Object.values<Row>(this.#rows)) {
      for (let old = first; old <= stretch; old++) {
        row.total -= row.buckets[bucketOf(old)] ?? 0;
        row.buckets[bucketOf(old)] = 0;
      }
    }
  }
}

// Also for times before 1970.
const bucketOf = (stretch: number): number => ((stretch % BUCKETS) + BUCKETS) % BUCKETS;

interface Row {
  readonly buckets: Float64Array;
  total: number;
}
