// Gives numbers to the named groups of a pattern.

/** An escape, a class of characters, or the start of a group. Without names: this file is what makes them work. */
const PARTS = /\\k<(\w+)>|\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:<([A-Za-z_]\w*)>|<[=!]|[a-z-]*:|[=!]))?/gs;

/** A pattern without names. */
export interface NumberedGroups {
  readonly pattern: string;
  /** The name of each group in its order; `null` for one without. */
  readonly names: readonly (string | null)[];
}

/** @throws Error where a reference stands before its group */
export function numberGroups(pattern: string): NumberedGroups {
  const names: (string | null)[] = [];
  const numbered = pattern.replace(PARTS, (part: string, reference?: string, name?: string) => {
    if (reference !== undefined) {
      const number = names.indexOf(reference) + 1;
      if (number === 0) throw new Error(`/${pattern}/: \\k<${reference}> stands before its group`);
      // A digit may come behind it.
      return `(?:\\${number})`;
    }
    if (part === '(') names.push(null);
    if (name === undefined) return part;
    names.push(name);
    return '(';
  });
  return { pattern: numbered, names };
}
