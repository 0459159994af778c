// Attributes as they are recorded: none that is undefined, which the API would take for a value, and none that is endless.
import type { Attributes, Span } from '@opentelemetry/api';
import { MAX_ATTRIBUTE_ITEMS, MAX_ATTRIBUTE_LENGTH } from '@sevenstep/semantic-conventions';

/** All of `parts` as one; of two values with a name, the later. */
export function defined<Given extends Attributes>(...parts: readonly (Given | undefined | false)[]): Given {
  const result: Attributes = {};
  for (const part of parts) {
    if (!part) continue;
    // All of them are objects made here. This is several times as fast as their entries, and each call does it often.
    for (const name in part) {
      const value: Attributes[string] = part[name];
      if (value !== undefined) result[name] = bounded(value);
    }
  }
  return result as Given;
}

/** Puts all of `parts` on a span, without making one of them first. */
export function write<Given extends Attributes>(span: Span, parts: readonly (Given | undefined)[]): void {
  for (const part of parts) {
    if (!part) continue;
    for (const name in part) {
      const value: Attributes[string] = part[name];
      if (value !== undefined) span.setAttribute(name, bounded(value) as NonNullable<typeof value>);
    }
  }
}

function bounded(value: Attributes[string]): Attributes[string] {
  if (typeof value === 'string') return boundedText(value);
  if (typeof value !== 'object' || !Array.isArray(value)) return value;
  // Nearly every list is a list of one.
  const [first] = value;
  if (value.length === 1 && typeof first === 'string') return [boundedText(first)];
  return (value as string[]).slice(0, MAX_ATTRIBUTE_ITEMS).map(boundedText);
}

/** Half a surrogate pair is no text: exporters differ in what they make of it. */
export const boundedText = (value: string): string => {
  const cut = value.length > MAX_ATTRIBUTE_LENGTH ? value.slice(0, MAX_ATTRIBUTE_LENGTH) : value;
  return cut.isWellFormed() ? cut : cut.toWellFormed();
};
