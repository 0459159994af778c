// Messages to the user of the zero-code set-up, on standard error: there is no log yet.

const said = new Set<string>();

/** Writes one line to standard error, unless it was written before. */
export function sayOnce(what: string): void {
  if (said.has(what)) return;
  said.add(what);
  process.stderr.write(`@sevenstep/register: ${what}\n`);
}
