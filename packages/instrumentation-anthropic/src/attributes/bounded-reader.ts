// Reads any objects of an application with bounded work: getters that throw, proxies, cycles, huge lists.

/** The most objects and items that are read in total. Everything after that counts as absent. */
const MAX_READS = 100_000;
/** The deepest level of an object at which text is measured. */
const MAX_DEPTH = 16;

export class BoundedReader {
  #left = MAX_READS;
  /** The number of examined objects with a `cache_control`. */
  cacheControls = 0;

  /** Whether something was left unread. */
  get gaveUp(): boolean {
    return this.#left <= 0;
  }

  isObject(value: unknown): value is object {
    return typeof value === 'object' && value !== null;
  }

  isArray(value: unknown): value is readonly unknown[] {
    return this.#safely(() => Array.isArray(value)) ?? false;
  }

  /** `value[name]`; `undefined` where that throws. */
  get(value: unknown, name: string): unknown {
    if (!this.isObject(value)) return undefined;
    this.#left -= 1;
    if (this.gaveUp) return undefined;
    return this.#safely(() => Reflect.get(value, name));
  }

  /** The length of a list; `undefined` for other values. */
  count(value: unknown): number | undefined {
    if (!this.isArray(value)) return undefined;
    const length = this.get(value, 'length');
    return Number.isSafeInteger(length) && (length as number) >= 0 ? (length as number) : undefined;
  }

  *items(list: readonly unknown[]): Generator<unknown> {
    const count = this.count(list) ?? 0;
    for (let index = 0; index < count && !this.gaveUp; index += 1) yield this.get(list, String(index));
  }

  /** Own enumerable keys. A list of them that is too long counts as none; that of bytes is not made at all. */
  keys(value: object): readonly string[] {
    if (ArrayBuffer.isView(value)) return [];
    const keys = this.#safely(() => Object.keys(value)) ?? [];
    this.#left -= keys.length;
    return this.gaveUp ? [] : keys;
  }

  /** UTF-16 units of a text, or of all texts and keys within an object. */
  textLength(value: unknown, depth = 0): number {
    if (typeof value === 'string') return value.length;
    if (!this.isObject(value) || depth >= MAX_DEPTH || this.gaveUp) return 0;
    let length = 0;
    if (this.isArray(value)) {
      for (const item of this.items(value)) length += this.textLength(item, depth + 1);
      return length;
    }
    for (const key of this.keys(value))
      length += key.length + this.textLength(this.get(value, key), depth + 1);
    return length;
  }

  noteCacheControl(value: unknown): void {
    if (this.isObject(this.get(value, 'cache_control'))) this.cacheControls += 1;
  }

  #safely<Result>(read: () => Result): Result | undefined {
    try {
      return read();
    } catch {
      return undefined;
    }
  }
}
