// Adds up the values of a counter until metrics are collected, because recording each one would be expensive.
import type { Attributes, Counter } from '@opentelemetry/api';

/** The most sets of attributes of one counter: more than an application has kinds of calls. */
const MAX_KINDS = 256;

export class Sum {
  readonly #counter: Counter;
  readonly #isCollected: boolean;
  readonly #byKind = new Map<Attributes, number>();

  /** @param isCollected whether {@link collect} is called before the counter is read; if not, values are recorded directly. */
  constructor(counter: Counter, isCollected: boolean) {
    this.#counter = counter;
    this.#isCollected = isCollected;
  }

  /** @param kind the attributes, as the same object each time */
  add(value: number, kind: Attributes): void {
    this.#byKind.set(kind, (this.#byKind.get(kind) ?? 0) + value);
    if (!this.#isCollected || this.#byKind.size >= MAX_KINDS) this.collect();
  }

  collect(): void {
    for (const [kind, value] of this.#byKind) this.#counter.add(value, kind);
    this.#byKind.clear();
  }
}

/** All sums of a meter. */
export class Sums {
  readonly #all: Sum[] = [];
  readonly #areCollected: boolean;

  /** @param areCollected whether {@link collect} is a callback of the meter: the SDKs call these before they read counters (`MeterSharedState`, 1.30 to 3.1). */
  constructor(areCollected: boolean) {
    this.#areCollected = areCollected;
  }

  of(counter: Counter): Sum {
    const sum = new Sum(counter, this.#areCollected);
    this.#all.push(sum);
    return sum;
  }

  readonly collect = (): void => {
    for (const sum of this.#all) sum.collect();
  };
}
