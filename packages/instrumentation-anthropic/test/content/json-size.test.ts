// The bytes that a tree takes as JSON are those that `JSON.stringify` gives, whatever characters are in it.
import { describe, expect, test } from 'vitest';
import { fittingLength, jsonSize, keySize } from '../../src/content/json-size.ts';
import { clipped, cutPoint, LeftOut, plain, Text, type Tree } from '../../src/content/tree.ts';

const bytesOf = (tree: Tree): number => Buffer.byteLength(JSON.stringify(plain(tree)));

/** Each class of characters, at both of its edges. */
const CHARACTERS = [
  ...Array.from({ length: 0x24 }, (_, code) => String.fromCharCode(code)),
  '[',
  '\\',
  ']',
  '\x7e',
  '\x7f',
  '\x80',
  '\u07ff',
  '\u0800',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '😀',
  '\u{10ffff}',
  '\u{10000}',
];
const LONE = ['\ud800', '\udbff', '\udc00', '\udfff', '\ud800a', '\ud800\ud800', '\udc00\ud800', 'a\udbff'];

test.each([...CHARACTERS, ...LONE])('%j', (text) => {
  for (const value of [text, `a${text}b`, text + text]) {
    expect(jsonSize(value)).toBe(bytesOf(value));
    expect(jsonSize(new Text(value))).toBe(bytesOf(value));
    expect(keySize(value)).toBe(bytesOf({ [value]: 1 }) - 3);
  }
});

test.each<[tree: Tree]>([
  [null],
  [true],
  [-0.5],
  [1e300],
  [[]],
  [{}],
  [[1]],
  [[1, [2, null], 'a']],
  [{ a: 1 }],
  [{ a: 1, é: { '"': [] } }],
  [new Text('abc', 12)],
  [new LeftOut(7, 'items')],
  [[new Text('a'), new LeftOut(10, 'properties')]],
])('%j', (tree) => {
  expect(jsonSize(tree)).toBe(bytesOf(tree));
  // Asked again.
  expect(jsonSize(tree)).toBe(bytesOf(tree));
});

describe('a cut', () => {
  test.each(CHARACTERS)('at %j is where the next character has no room', (character) => {
    const text = character.repeat(4);
    const size = bytesOf(character) - 2;
    for (let bytes = -1; bytes <= 4 * size + 1; bytes += 1) {
      const whole = Math.min(4, Math.max(0, Math.floor(bytes / size)));
      expect(fittingLength(text, bytes)).toBe(whole * character.length);
    }
  });

  test('by characters divides no pair', () => {
    const text = 'a😀b';
    expect([-1, 0, 1, 2, 3, 4, 5].map((length) => cutPoint(text, length))).toEqual([0, 0, 1, 1, 3, 4, 4]);
    expect(cutPoint('a\udc00b', 2)).toBe(2);
    expect(cutPoint('a\ud800', 1)).toBe(1);
    for (const [pair, kept] of [
      ['\ud7ffb', 1],
      ['\ud800b', 0],
      ['\udbffb', 0],
      ['\udc00b', 1],
    ] as const)
      expect(cutPoint(pair, 1)).toBe(kept);
  });

  test('is counted with what was left out before', () => {
    const text = new Text('abcdef', 10);
    expect(clipped(text, 6)).toBe(text);
    expect(clipped(text, 4)).toEqual(new Text('abcd', 12));
    expect(plain(clipped(text, 4))).toBe('abcd…[12 characters left out]');
  });
});
