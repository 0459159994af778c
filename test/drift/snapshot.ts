// The snapshot: the facts from the last look at the SDK and each other package. It has one row per line, so that a change is a readable diff.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Facts } from './facts.ts';

/** The known facts of one version of a package. */
export interface Known {
  readonly version: string;
  readonly facts: Facts;
}

/** Package name to what is known of it. */
export type Snapshot = ReadonlyMap<string, Known>;

interface Written {
  readonly version: string;
  readonly [kind: string]: string | Readonly<Record<string, string>>;
}

const FILE = new URL('./snapshot.json', import.meta.url);

export const readSnapshot = (): Snapshot => fromText(readFileSync(FILE, 'utf8'));

export const writeSnapshot = (snapshot: Snapshot): void => writeFileSync(FILE, toText(snapshot));

export function fromText(text: string): Snapshot {
  const written = JSON.parse(text) as Readonly<Record<string, Written>>;
  return new Map(
    Object.entries(written).map(([name, { version, ...kinds }]) => [
      name,
      {
        version,
        facts: new Map(Object.entries(kinds).map(([kind, rows]) => [kind, new Map(Object.entries(rows))])),
      },
    ]),
  );
}

/** Rows in the order of their names: what the order of declarations is says nothing. */
export function toText(snapshot: Snapshot): string {
  const written = [...snapshot].map(([name, { version, facts }]) => {
    const kinds = [...facts]
      .filter(([, rows]) => rows.size > 0)
      .map(([kind, rows]) => [kind, Object.fromEntries([...rows].sort(([a], [b]) => (a < b ? -1 : 1)))]);
    return [name, { version, ...Object.fromEntries(kinds) }];
  });
  return `${JSON.stringify(Object.fromEntries(written), null, 2)}\n`;
}
