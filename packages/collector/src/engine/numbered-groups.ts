// Turns the named groups of a pattern into numbered ones.

/** An escape, a character class, or the start of a group. It has no named groups itself, because this file is what makes them work. */
const PARTS = /\\k<(\w+)>|\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:<([A-Za-z_]\w*)>|<[=!]|[a-z-]*:|[=!]))?/gs;

/** A pattern without names. */
export interface NumberedGroups {
  readonly pattern: string;
  /** The names of the groups in order; `null` for a group without a name. */
  readonly names: readonly (string | null)[];
}

/** @throws Error if a reference comes before its group */
export function numberGroups(pattern: string): NumberedGroups {
  const names: (string | null)[] = [];
  const numbered = pattern.replace(PARTS, (part: string, reference?: string, name?: string) => {
    if (reference !== undefined) {
      const number = names.indexOf(reference) + 1;
      if (number === 0) throw new Error(`/${pattern}/: \\k<${reference}> stands before its group`);
      // The group separates the number from a digit after it.
      return `(?:\\${number})`;
    }
    if (part === '(') names.push(null);
    if (name === undefined) return part;
    names.push(name);
    return '(';
  });
  return { pattern: numbered, names };
}
