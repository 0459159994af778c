// A bounded map that drops the least recently used entry.

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

  /** The value of `key`, created if it is missing. */
  touch(key: Key, make: () => Value): Value {
    const found = this.#entries.get(key);
    if (found !== undefined && key === this.#newest) return found;
    const value = found ?? make();
    this.set(key, value);
    return value;
  }

  /** @returns the value that was dropped to make room. */
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

  /** Removes `key` and returns its value. */
  take(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    this.#entries.delete(key);
    return value;
  }

  /** Removes all entries and returns their values. */
  takeAll(): readonly Value[] {
    const values = [...this.#entries.values()];
    this.#entries.clear();
    return values;
  }
}
