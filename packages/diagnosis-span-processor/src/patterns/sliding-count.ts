// Counts events in a sliding time window in constant memory, with a ring of buckets.

const BUCKETS = 12;

/** Several counts over the last seconds. Times may be slightly out of order. */
export class SlidingCount<Name extends string> {
  readonly #bucketSeconds: number;
  readonly #rows: Readonly<Record<Name, Row>>;
  /** The newest stretch of time with a bucket. The other buckets hold the stretches before it. */
  #latest = Number.NEGATIVE_INFINITY;

  constructor(windowSeconds: number, names: readonly Name[]) {
    this.#bucketSeconds = Math.max(windowSeconds, 0.001) / BUCKETS;
    const rows = names.map((name) => [name, { buckets: new Float64Array(BUCKETS), total: 0 }]);
    this.#rows = Object.fromEntries(rows) as Record<Name, Row>;
  }

  add(at: number, name: Name, amount = 1): void {
    const stretch = Math.floor(at / this.#bucketSeconds);
    // Beyond the safe integers, adding 1 changes nothing.
    if (amount === 0 || !Number.isSafeInteger(stretch) || stretch <= this.#latest - BUCKETS) return;
    if (stretch > this.#latest) this.#forget(stretch);
    const row = this.#rows[name];
    const bucket = bucketOf(stretch);
    row.buckets[bucket] = (row.buckets[bucket] ?? 0) + amount;
    row.total += amount;
  }

  /** The count in the window that ends at the latest time. */
  total(name: Name): number {
    return this.#rows[name].total;
  }

  /** Moves the window to `stretch`, and empties the buckets that it reuses. */
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

// Times before 1970 are negative.
const bucketOf = (stretch: number): number => ((stretch % BUCKETS) + BUCKETS) % BUCKETS;

interface Row {
  readonly buckets: Float64Array;
  total: number;
}
