// Diagnoses a text in slices of time, so that the page stays usable while a long log is read.
import { createTextReader } from '@sevenstep/checklist/text';
import { Groups } from './groups.ts';

/** How much is read between two looks at the clock, in UTF-16 units. */
const PIECE = 4096;

/** The time of a slice of work: a reader does not notice less. */
const SLICE_MS = 30;

export interface Reading {
  /** Whether the result is still wanted: another text may be in the box by now. */
  readonly isWanted: () => boolean;
  /** Called after each slice with the share that is read, 0 to 1, and what is found so far. */
  readonly onSlice: (share: number, found: Groups) => void;
}

/** The errors of a text; `undefined` when they are not wanted any more. */
export async function readText(text: string, { isWanted, onSlice }: Reading): Promise<Groups | undefined> {
  const groups = new Groups();
  const reader = createTextReader();
  let since = performance.now();
  for (let at = 0; at < text.length; at += PIECE) {
    groups.add(reader.push(text.slice(at, at + PIECE)));
    if (performance.now() - since < SLICE_MS) continue;
    onSlice(at / text.length, groups);
    await new Promise((resolve) => setTimeout(resolve));
    if (!isWanted()) return undefined;
    since = performance.now();
  }
  groups.add(reader.end());
  return groups;
}
