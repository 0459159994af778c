// The type of a fuzz target: a reader with valid inputs, and the condition for any other input.

export interface Target {
  /** The name, which is also the folder of its crashes. */
  readonly name: string;
  /** Valid inputs, from which broken ones are made. The fuzz run changes objects by their values, and then encodes them with `encode`. */
  readonly seeds: readonly unknown[];
  /** @default JSON */
  readonly encode?: (seed: unknown) => Uint8Array;
  /** Throws if the input shows a fault. A rejection in the reader's own words is not a fault. */
  readonly run: (input: Uint8Array) => unknown;
}

/** The bounds for one input. */
export const BOUNDS = {
  /** In milliseconds, for a busy machine. */
  time: 10_000,
  /** The heap in megabytes. A reader of a small input needs little. */
  heap: 512,
} as const;
