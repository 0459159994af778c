// The exit codes, and the errors that lead to them.

/** The exit codes of the process. */
export const EXIT = {
  /** No problem was found, or the command succeeded. */
  ok: 0,
  /** A bug in this program. */
  unexpected: 1,
  /** The command line is wrong, or it names something that cannot be read. */
  usage: 2,
  /** At least one finding is an error, or the program rejects the request. */
  fail: 3,
  /** Nothing worse than warnings. */
  warnings: 4,
} as const;

/** A mistake in the command line, in one line. A pointer to the help is added. */
export class UsageError extends Error {}

/** The input of the command line cannot be read: no such file, no server there, not spans. One line. */
export class InputError extends Error {}

/** The input is empty. */
export class EmptyInputError extends InputError {}

/** The request is rejected, because it would give secrets away. One line. */
export class RefusedError extends Error {}
