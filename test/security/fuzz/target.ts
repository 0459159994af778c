// What is fuzzed: a reader with inputs that it reads, and what must hold of any other input.

export interface Target {
  /** Also the folder of its crashes. */
  readonly name: string;
  /** Inputs that are read, of which broken ones are made. Objects are changed by their values, then written by `encode`. */
  readonly seeds: readonly unknown[];
  /** @default JSON */
  readonly encode?: (seed: unknown) => Uint8Array;
  /** Throws when the input shows a fault. What the reader refuses in its own words is none. */
  readonly run: (input: Uint8Array) => unknown;
}

/** Of one input. */
export const BOUNDS = {
  /** Milliseconds, of a machine with other work to do. */
  time: 10_000,
  /** Of the heap, in megabytes; a reader of a small input needs little. */
  heap: 512,
} as const;
