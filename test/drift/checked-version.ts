// Writes the newest checked version of the SDK, by which the instrumentation decides about newer ones.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const FILE = 'packages/instrumentation-anthropic/src/sdk/checked-versions.ts';
const LINE = /^(export const NEWEST_CHECKED(?:: string)? = ')[^']*(';)$/m;

/** The text of the file with another version. @throws Error when it has no such line. */
export function withNewestChecked(text: string, version: string): string {
  if (!LINE.test(text)) throw new Error(`${FILE} has no line \`export const NEWEST_CHECKED = '…';\``);
  return text.replace(LINE, `$1${version}$2`);
}

export function writeNewestChecked(version: string): void {
  const file = new URL(`../../${FILE}`, import.meta.url);
  if (!existsSync(file)) throw new Error(`${FILE} is not there`);
  writeFileSync(file, withNewestChecked(readFileSync(file, 'utf8'), version));
}
