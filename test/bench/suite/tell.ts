// Tells what a process of the bench has measured, in a line of JSON.

/** Ends the process, whatever a subject keeps running. */
export function tell(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`, () => process.exit());
}
