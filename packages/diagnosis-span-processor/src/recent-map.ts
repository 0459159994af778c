// A map with a bound: the entry that was touched the longest ago leaves first.

export class RecentMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #most: number;
  #newest: Key | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The value of the key, made if it is missing. */
  touch(key: Key, make: () => Value): Value {
    const found = this.#entries.get(key);
    if (found !== undefined && key === this.#newest) return found;
    const value = found ?? make();
    this.set(key, value);
    return value;
  }

  /** @returns the value that leaves for it */
  set(key: Key, value: Value): Value | undefined {
    this.#newest = key;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#most) return undefined;
    const [oldest] = this.#entries.keys();
    return oldest === undefined ? undefined : this.take(oldest);
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  /** The value of the key, which the map no longer has then. */
  take(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    this.#entries.delete(key);
    return value;
  }

  /** All values, which the map no longer has then. */
  takeAll(): readonly Value[] {
    const values = [...this.#entries.values()];
    this.#entries.clear();
    return values;
  }
}
