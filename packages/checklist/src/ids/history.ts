// The life of an id after its release: it stays, is retired, or gets another name. Its page stays.

/** Every id that was ever released, with its renames. */
export interface IdHistory {
  /** In the order of their release; the list only grows. */
  readonly released: readonly string[];
  /** Old ids to new ones. */
  readonly renamed: Readonly<Record<string, string>>;
}

export interface Ids {
  /** The current name of an id, the id itself if it was not renamed; `undefined` if it was never released. */
  currentId(id: string): string | undefined;
  /**
   * The id that a person means. Case does not count. It may be an old name, or the part after the point, if only one finding
   * has or had it.
   */
  findId(typed: string): string | undefined;
  /** The page of an id, as a path relative to the package; that of the new name for a renamed one. */
  pageOf(id: string): string | undefined;
}

export function idsOf({ released, renamed }: IdHistory): Ids {
  const known: ReadonlySet<string> = new Set(released);
  const newer = new Map(Object.entries(renamed));
  const currentId = (id: string): string | undefined => {
    if (!known.has(id)) return undefined;
    let current = id;
    // At most as often as the table has names, so that a cycle in the table cannot hang a process.
    for (const _ of released) current = newer.get(current) ?? current;
    return current;
  };
  return {
    currentId,
    findId(typed) {
      const id = typed.trim().toLowerCase();
      if (known.has(id)) return id;
      const [first, ...others] = new Set(released.filter((one) => slugOf(one) === id).map(currentId));
      return others.length === 0 ? first : undefined;
    },
    pageOf(id) {
      const current = currentId(id);
      return current === undefined ? undefined : `docs/${current}.md`;
    },
  };
}

const slugOf = (id: string): string => id.slice(id.indexOf('.') + 1);
