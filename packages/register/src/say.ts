// Prints messages to the user on standard error, because no log is set up yet.

const said = new Set<string>();

/** Writes one line to standard error, unless it was written before. */
export function sayOnce(what: string): void {
  if (said.has(what)) return;
  said.add(what);
  process.stderr.write(`@sevenstep/register: ${what}\n`);
}
