// Runs a situation with the SDK and reads the span that it leaves, to compare texts and other spans with it.
import { diagnose } from '@sevenstep/checklist';
import type { Situation } from '../pasted/client.ts';
import type { Seen } from '../pasted/results.ts';
import type { Runner } from './catalogue-runs.ts';

/** @param words names of the attributes that others can also have */
export async function seenBySdk(
  runner: Runner,
  { id, drill }: Situation,
  words: ReadonlySet<string>,
): Promise<Seen> {
  const { attributes, diagnosis, result } = await runner.run(drill ?? { title: id });
  const said = Object.entries(attributes).filter(([name]) => words.has(name));
  return {
    also: diagnosis?.also.map((finding) => finding.id) ?? [],
    code: attributes['anthropic.error.code'],
    inWords: diagnose(Object.fromEntries(said))?.id,
    succeeds: result.error === undefined,
  };
}
