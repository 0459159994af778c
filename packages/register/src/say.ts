// What a user of the zero-code set-up has to know is said on standard error: nobody has set up a log for it.

const said = new Set<string>();

/** Writes one line to standard error, unless it was written before. */
export function sayOnce(what: string): void {
  if (said.has(what)) return;
  said.add(what);
  process.stderr.write(`@sevenstep/register: ${what}\n`);
}
