// The shape of a key is told, and no part of it.
import { expect, test } from 'vitest';
import { keyShape } from '../../src/builders/key-shape.ts';

test.each([
  ['sk-ant-api03-abcdef', 'ok'],
  [undefined, 'missing'],
  ['', 'missing'],
  ['sk-ant-api03-abcdef\n', 'whitespace'],
  [' sk-ant-api03-abcdef', 'whitespace'],
  ['"sk-ant-api03-abcdef"', 'quoted'],
  ["'sk-ant-api03-abcdef'", 'quoted'],
  ['sk-ant-your-key-here', 'placeholder'],
  ['<your key>', 'whitespace'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable that nobody expanded
  ['${ANTHROPIC_API_KEY}', 'placeholder'],
  ['sk-proj-abcdef', 'other_vendor'],
  ['sk-abcdef', 'other_vendor'],
  ['AIzaSyAbcdef', 'other_vendor'],
  ['AKIAABCDEFGH', 'other_vendor'],
  ['0123456789abcdef', 'unknown'],
])('%j is %s', (key, shape) => {
  expect(keyShape(key)).toBe(shape);
});
