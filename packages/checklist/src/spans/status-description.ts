// Writes the status description of a failed call: the diagnosis, then the sentence of the error.
import type { AttributesLike } from './read-attributes.ts';

/**
 * The description of the status of a failed call's span. Every backend shows it first.
 *
 * @param sentence what the span says of the failure without a diagnosis
 */
export function describeStatus(
  { id, summary }: { readonly id: string; readonly summary: string },
  sentence: string | undefined,
): string {
  const start = startOf(id, summary);
  return sentence === undefined || sentence === '' ? start : `${start} ${sentence}`;
}

/** Removes the diagnosis that {@link describeStatus} added, because a diagnosis is not evidence of itself. */
export function withoutDiagnosis(
  attributes: AttributesLike,
  description: string | undefined,
): string | undefined {
  const id = attributes['anthropic.diagnosis.id'];
  const summary = attributes['anthropic.diagnosis.summary'];
  if (typeof id !== 'string' || typeof summary !== 'string') return description;
  const start = startOf(id, summary);
  if (!description?.startsWith(start)) return description;
  return description.slice(start.length).trimStart() || undefined;
}

const startOf = (id: string, summary: string): string => `${id}: ${summary.replace(/\.$/, '')}.`;
