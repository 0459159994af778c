// Redacts values for a ticket.
import { redact } from '@sevenstep/wire';

/** The redacted text of a value; `undefined` for an absent value, or for a type that tickets do not have. */
export function clean(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(clean).filter(Boolean).join('; ') || undefined;
  if (typeof value !== 'string' || value === '') return undefined;
  return cleanJson(value) ?? redact(value);
}

/** JSON of an object is longer than a sentence, so its texts are redacted one by one. */
function cleanJson(text: string): string | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), (_, value) => cleanNode(value));
  } catch {
    return undefined;
  }
}

function cleanNode(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [redact(key), held]));
}
