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
