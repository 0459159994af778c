// The known facts of a package, as rows of a kind. The snapshot has the same rows, one per line.

/** The subject of a row, such as `400 file_expired`, with its fact, such as the class. The fact is empty if existence is all. */
export type Rows = ReadonlyMap<string, string>;

/** Rows by their kind, such as `stop reasons`. */
export type Facts = ReadonlyMap<string, Rows>;

/** A row that is not the same in both. */
export interface Difference {
  readonly kind: string;
  readonly key: string;
  /** `undefined` where it is new. */
  readonly before: string | undefined;
  /** `undefined` where it is gone. */
  readonly after: string | undefined;
}

/** All rows that differ, by kind, then by name. */
export function compare(before: Facts, after: Facts): Difference[] {
  const kinds = new Set([...before.keys(), ...after.keys()]);
  return [...kinds].flatMap((kind) => compareRows(kind, before.get(kind), after.get(kind)));
}

function compareRows(kind: string, before: Rows = new Map(), after: Rows = new Map()): Difference[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => ({ kind, key, before: before.get(key), after: after.get(key) }));
}

/** Rows that say no more than that they are there. */
export const present = (keys: Iterable<string>): Rows => new Map([...keys].map((key) => [key, '']));
