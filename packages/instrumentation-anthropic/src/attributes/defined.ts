// Attributes without those that are undefined, which the API would take for values.
import type { Attributes } from '@opentelemetry/api';

/** All of `parts` as one; of two values with a name, the later. */
export function defined<Given extends Attributes>(...parts: readonly (Given | undefined | false)[]): Given {
  const result: Attributes = {};
  for (const part of parts) {
    if (!part) continue;
    // All of them are objects made here. This is several times as fast as their entries, and each call does it often.
    for (const name in part) {
      const value: Attributes[string] = part[name];
      if (value !== undefined) result[name] = value;
    }
  }
  return result as Given;
}
