// The exit codes, and the errors that lead to them.

/** What the process says to whoever started it. */
export const EXIT = {
  /** All is well, or the question was answered. */
  ok: 0,
  /** A defect of this program. */
  unexpected: 1,
  /** The command line is wrong, or what it names cannot be read. */
  usage: 2,
  /** At least one finding is an error, or what was asked for is refused. */
  fail: 3,
  /** Nothing worse than warnings. */
  warnings: 4,
} as const;

/** A mistake in the command line. One line; the way to the help is added to it. */
export class UsageError extends Error {}

/** What the command line names cannot be read: no such file, nobody there, not spans. One line. */
export class InputError extends Error {}

/** There is not one byte to read. */
export class EmptyInputError extends InputError {}

/** What was asked for is refused, so that nothing is given away. One line. */
export class RefusedError extends Error {}
