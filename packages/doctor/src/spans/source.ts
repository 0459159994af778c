// What spans are read from.

/** What is read. */
export interface Source {
  /** For messages: a path, an address, `standard input`. */
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Called with one line for each part that cannot be read while others can. */
  readonly onProblem: (line: string) => void;
  /** Says in one line why there may be no spans, where more is known than that there are none. */
  readonly empty?: () => Promise<string>;
}
