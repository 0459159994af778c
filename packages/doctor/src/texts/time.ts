// Reads times in logs: seconds or milliseconds since 1970, or text.
import { textWithin } from '../spans/span.ts';

/** Text that is not a number stays unchanged. */
export function readTime(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : textWithin(value, 64);
  if (text === undefined || !/^\d{9,13}(?:\.\d{1,9})?$/.test(text)) return text;
  const number = Number(text);
  return isoTime(number < 1e11 ? number * 1000 : number);
}

/** `undefined` if a date cannot hold the number. */
export function isoTime(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
