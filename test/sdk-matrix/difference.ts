// Says in lines where two plain values differ.
import { isDeepStrictEqual } from 'node:util';

/** `path: without us … with us …`, one line per difference; none when they are the same. */
export function differences(off: unknown, on: unknown, path = ''): string[] {
  if (isDeepStrictEqual(off, on)) return [];
  if (isObject(off) && isObject(on) && Array.isArray(off) === Array.isArray(on)) {
    const keys = new Set([...Object.keys(off), ...Object.keys(on)]);
    return [...keys].flatMap((key) => differences(off[key], on[key], path === '' ? key : `${path}.${key}`));
  }
  return [`${path}: without us ${show(off)}, with us ${show(on)}`];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};
