// Computes the UTF-8 bytes of a tree as JSON: the same as `JSON.stringify` would give, without building the text.
import { LeftOut, Text, type Tree, type TreeObject } from './tree.ts';

/** Control characters that JSON escapes with a letter: \b \t \n \f \r. Others become \u00XX. */
const LETTERED: ReadonlySet<number> = new Set([8, 9, 10, 12, 13]);

/** Whether it is the second half of a surrogate pair. */
const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** Bytes of the character at `index` inside a JSON string. */
function charSize(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code < 0x20) return LETTERED.has(code) ? 2 : 6;
  // `"` and `\`.
  if (code < 0x80) return code === 0x22 || code === 0x5c ? 2 : 1;
  if (code < 0x800) return 2;
  if (code < 0xd800 || code > 0xdfff) return 3;
  // Well-formed `JSON.stringify` escapes a lone surrogate: \uDXXX.
  return code <= 0xdbff && isLow(text.charCodeAt(index + 1)) ? 4 : 6;
}

/** Bytes of `text` inside a JSON string, without the quotes. */
function innerSize(text: string): number {
  let size = 0;
  for (let index = 0; index < text.length; index += 1) {
    const bytes = charSize(text, index);
    size += bytes;
    if (bytes === 4) index += 1;
  }
  return size;
}

/** The length at which `text` takes at most `bytes` inside a JSON string. It never divides a surrogate pair. */
export function fittingLength(text: string, bytes: number): number {
  let left = bytes;
  let index = 0;
  while (index < text.length) {
    const size = charSize(text, index);
    if (size > left) break;
    left -= size;
    index += size === 4 ? 2 : 1;
  }
  return index;
}

// Fitting content needs the same sizes many times, and trees no longer change at that point.
const known = new WeakMap<object, number>();

/** Bytes of `tree` as JSON. */
export function jsonSize(tree: Tree): number {
  if (typeof tree === 'string') return innerSize(tree) + 2;
  if (typeof tree !== 'object' || tree === null) return String(tree).length;
  const before = known.get(tree);
  if (before !== undefined) return before;
  const size = measured(tree);
  known.set(tree, size);
  return size;
}

function measured(tree: Text | LeftOut | Tree[] | TreeObject): number {
  if (tree instanceof Text || tree instanceof LeftOut) return innerSize(tree.toJSON()) + 2;
  if (Array.isArray(tree)) return listSize(tree.map(jsonSize));
  return listSize(Object.entries(tree).map(([key, value]) => keySize(key) + jsonSize(value)));
}

/** Bytes of a key with its colon. */
export const keySize = (key: string): number => innerSize(key) + 3;

/** Bytes of a list or an object whose items have these sizes. */
const listSize = (sizes: readonly number[]): number =>
  sizes.reduce((total, size) => total + size, 2 + Math.max(0, sizes.length - 1));
