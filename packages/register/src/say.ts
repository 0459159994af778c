// Prints messages to the user on standard error, because no log is set up yet.

const said = new Set<string>();

/** Writes one line to standard error, unless it was written before. */
export function sayOnce(what: string): void {
  if (said.has(what)) return;
  said.add(what);
  process.stderr.write(`@sevenstep/register: ${what}\n`);
}

/** How a message names a wrong value of a variable. Only a word is shown: another value may be a key, or an address with a password. */
export const wrongValue = (value: string): string =>
  /^[\w./-]{1,20}$/.test(value) ? `is '${value}'` : 'has an unknown value';

/** A word, a package or a path, without digits, which a key has. */
const WORD = /^(?:@?[A-Za-z_.-]+[\\/])*[A-Za-z_.-]{1,40}$/;

/**
 * How a message names an error. Only a {@link WORD} is shown of what the error quotes: gRPC quotes a header that it cannot send,
 * which may be a key.
 */
export const shownProblem = (problem: unknown): string =>
  String(problem).replace(/(["'`])([\s\S]*)\1/g, (quoted, mark: string, text: string) => {
    const parts = text.split(mark);
    const isPaired = parts.length % 2 === 1;
    const isKept = isPaired && parts.every((part, index) => index % 2 === 1 || WORD.test(part));
    return isKept ? quoted : `${mark}…${mark}`;
  });
