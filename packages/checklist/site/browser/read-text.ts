// Diagnoses a text in pieces, so that the page stays usable while a long log is read.
import { diagnoseText } from '@sevenstep/checklist/text';
import { Groups } from './groups.ts';

/** Reads the text. @param isCurrent whether the result is still wanted. */
export async function readText(text: string, isCurrent: () => boolean): Promise<Groups | undefined> {
  const groups = new Groups();
  groups.add(diagnoseText(text));
  return isCurrent() ? groups : undefined;
}
