// Sums for counters until metrics are collected: recording a measurement costs more than all other work for it.
import type { Attributes, Counter } from '@opentelemetry/api';

/** Objects of attributes of one counter: more than an application has kinds of calls. */
const MAX_KINDS = 256;

export class Sum {
  readonly #counter: Counter;
  readonly #isCollected: boolean;
  readonly #byKind = new Map<Attributes, number>();

  /** @param isCollected whether {@link collect} is called before the counter is read; else nothing waits for that. */
  constructor(counter: Counter, isCollected: boolean) {
    this.#counter = counter;
    this.#isCollected = isCollected;
  }

  /** @param kind one object for all that has the same attributes */
  add(value: number, kind: Attributes): void {
    this.#byKind.set(kind, (this.#byKind.get(kind) ?? 0) + value);
    if (!this.#isCollected || this.#byKind.size >= MAX_KINDS) this.collect();
  }

  collect(): void {
    for (const [kind, value] of this.#byKind) this.#counter.add(value, kind);
    this.#byKind.clear();
  }
}

/** The sums of a meter. */
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
