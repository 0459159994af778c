// Values as they may stand in a ticket: through the redactor, whatever they are.
import { redact } from '@sevenstep/wire';

/** `undefined` for what is absent or no value a ticket has. */
export function clean(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(clean).filter(Boolean).join('; ') || undefined;
  if (typeof value !== 'string' || value === '') return undefined;
  return cleanJson(value) ?? redact(value);
}

/** An object as JSON is longer than a sentence, so its texts are redacted one by one. */
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
