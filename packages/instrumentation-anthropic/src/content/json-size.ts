// How many bytes of UTF-8 a tree takes as JSON: exactly what `JSON.stringify` would give, without making it.
import { isTreeObject, LeftOut, Text, type Tree } from './tree.ts';

/** Bytes of the character at `index` within a JSON string, and how many UTF-16 code units it has. */
function charSize(text: string, index: number): readonly [bytes: number, units: number] {
  const code = text.charCodeAt(index);
  // `"`, `\` and the controls that have a letter: \b \t \n \f \r. Others are \u00XX.
  if (code === 0x22 || code === 0x5c) return TWO;
  if (code < 0x20) return code >= 8 && code <= 13 && code !== 11 ? TWO : SIX;
  if (code < 0x80) return ONE;
  if (code < 0x800) return TWO;
  if (code < 0xd800 || code > 0xdfff) return THREE;
  const next = text.charCodeAt(index + 1);
  // Well-formed `JSON.stringify` escapes a lone surrogate: \uDXXX.
  return code < 0xdc00 && next >= 0xdc00 && next <= 0xdfff ? PAIR : SIX;
}

const ONE = [1, 1] as const;
const TWO = [2, 1] as const;
const THREE = [3, 1] as const;
const SIX = [6, 1] as const;
const PAIR = [4, 2] as const;

/** Bytes of `text` within a JSON string, without its quotes. */
function innerSize(text: string): number {
  let size = 0;
  for (let index = 0; index < text.length; ) {
    const [bytes, units] = charSize(text, index);
    size += bytes;
    index += units;
  }
  return size;
}

/** Where to cut `text` so that it takes at most `bytes` within a JSON string. */
export function fittingLength(text: string, bytes: number): number {
  let left = bytes;
  let index = 0;
  while (index < text.length) {
    const [size, units] = charSize(text, index);
    if (size > left) break;
    left -= size;
    index += units;
  }
  return index;
}

// Texts are asked for their size again and again while content is fitted.
const textSizes = new WeakMap<Text, number>();

/** Bytes of `tree` as JSON. */
export function jsonSize(tree: Tree): number {
  if (tree instanceof Text) {
    const known = textSizes.get(tree);
    if (known !== undefined) return known;
    const size = innerSize(tree.toJSON()) + 2;
    textSizes.set(tree, size);
    return size;
  }
  if (tree instanceof LeftOut) return innerSize(tree.toJSON()) + 2;
  if (typeof tree === 'string') return innerSize(tree) + 2;
  if (Array.isArray(tree)) return listSize(tree.map(jsonSize));
  if (isTreeObject(tree)) {
    return listSize(Object.entries(tree).map(([key, value]) => keySize(key) + jsonSize(value)));
  }
  return String(tree).length;
}

/** Bytes of a key with its colon. */
export const keySize = (key: string): number => innerSize(key) + 3;

/** Bytes of a list or an object whose items have these sizes. */
const listSize = (sizes: readonly number[]): number =>
  sizes.reduce((total, size) => total + size, 2 + Math.max(0, sizes.length - 1));
