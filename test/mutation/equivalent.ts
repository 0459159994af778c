// Mutants that nobody could tell from the program, each with its reason: they count neither as killed nor as alive.

export interface Equivalent {
  /** The end of the file's name. */
  readonly file: string;
  /** The source that is replaced, and by what; without them all mutants of the file's lines that match. */
  readonly line: RegExp;
  readonly replacement?: RegExp;
  readonly because: string;
}

export const EQUIVALENT: readonly Equivalent[] = [];
