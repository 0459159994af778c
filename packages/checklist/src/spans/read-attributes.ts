// Reads single attributes of a span. A value of the wrong type counts as absent.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';

/** The name of an attribute in the conventions, so that the compiler finds a misspelled one. */
export type Name = keyof SpanAttributes;

/** Any span's attributes: live ones, or those of a stored trace. */
export type AttributesLike = Readonly<Record<string, unknown>>;

// Longer than any message that the instrumentation records. Other sources may have no limit.
export const MAX_LENGTH = 2_000;

export function readString(attributes: AttributesLike, name: Name): string | undefined {
  const value = attributes[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, MAX_LENGTH) : undefined;
}

/** Stored traces have some numbers as strings (OTLP JSON writes `intValue` as one). */
export function readNumber(attributes: AttributesLike, name: Name): number | undefined {
  const value = attributes[name];
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : undefined;
}

/** Jaeger keeps a list as JSON in a string. */
export function readStrings(attributes: AttributesLike, name: Name): readonly string[] {
  const value = listOf(attributes[name]);
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, 100)
    .filter((item) => typeof item === 'string')
    .map((item) => item.slice(0, MAX_LENGTH));
}

/** The value, if it is in a closed set. */
export function readOneOf<T extends string>(
  attributes: AttributesLike,
  name: Name,
  set: readonly T[],
): T | undefined {
  const value = attributes[name] as T;
  return set.includes(value) ? value : undefined;
}

function listOf(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('[') || value.length > 100 * MAX_LENGTH) return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
