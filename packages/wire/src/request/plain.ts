// Copies a request as JSON would carry it. It calls no getter, follows no cycle and has bounds.

/** A value that only code of the application could give, or that is out of bounds. */
export const OPAQUE: unique symbol = Symbol('opaque');

export type Plain = null | boolean | number | string | typeof OPAQUE | readonly Plain[] | PlainObject;

/** It has no prototype, so every name is a field. */
export interface PlainObject {
  readonly [name: string]: Plain;
}

/** Levels of nested brackets. The deepest real schemas have some dozens. */
const MOST_LEVELS = 200;
/** Values per request. Later values are {@link OPAQUE}. */
const MOST_VALUES = 1_000_000;

export const isPlainObject = (value: Plain | undefined): value is PlainObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isPlainArray = (value: Plain | undefined): value is readonly Plain[] => Array.isArray(value);

/**
 * Copies a value in time proportional to its size. It never throws: an object whose proxy throws is {@link OPAQUE}.
 * An object with a `toJSON` is too, because only its code knows the JSON. Bytes are too, because each byte would be a property.
 */
export function plainOf(given: unknown): Plain | undefined {
  let left = MOST_VALUES;
  const above = new Set<object>();

  const copy = (value: unknown): Plain | undefined => {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) ? value : null;
      case 'object':
        return value === null ? null : copyObject(value);
      case 'bigint':
        return OPAQUE;
      default:
        return undefined;
    }
  };

  const copyObject = (value: object): Plain => {
    if (left <= 0 || above.size >= MOST_LEVELS || above.has(value) || ArrayBuffer.isView(value))
      return OPAQUE;
    above.add(value);
    try {
      if (typeof Object.getOwnPropertyDescriptor(value, 'toJSON')?.value === 'function') return OPAQUE;
      return Array.isArray(value) ? copyArray(value) : copyFields(value);
    } catch {
      return OPAQUE;
    } finally {
      above.delete(value);
    }
  };

  const copyArray = (value: readonly unknown[]): Plain => {
    const { length } = value;
    if (length > left) return OPAQUE;
    left -= length;
    const items: Plain[] = [];
    for (let index = 0; index < length; index++) {
      const property = Object.getOwnPropertyDescriptor(value, index);
      items.push(property === undefined ? null : (heldBy(property) ?? null));
    }
    return items;
  };

  const copyFields = (value: object): Plain => {
    const prototype: unknown = Object.getPrototypeOf(value);
    // A `Date` or a `URL` has its `toJSON` in its class.
    if (prototype !== null && prototype !== Object.prototype && 'toJSON' in (prototype as object))
      return OPAQUE;
    const names = Object.keys(value);
    if (names.length > left) return OPAQUE;
    left -= names.length;
    const fields: Record<string, Plain> = Object.create(null);
    for (const name of names) {
      const property = Object.getOwnPropertyDescriptor(value, name);
      const held = property && heldBy(property);
      if (held !== undefined) fields[name] = held;
    }
    return fields;
  };

  const heldBy = (property: PropertyDescriptor): Plain | undefined =>
    'value' in property ? copy(property.value) : OPAQUE;

  try {
    return copy(given);
  } catch {
    return OPAQUE;
  }
}
