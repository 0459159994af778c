// The result has the shape of a key, but no part of the key.
import { expect, test } from 'vitest';
import { keyShape } from '../src/key-shape.ts';

test.each([
  ['sk-ant-api03-abcdef', 'ok'],
  [undefined, 'missing'],
  ['', 'missing'],
  // Fetch leaves out the end, and what is in front where no `Bearer` is.
  ['sk-ant-api03-abcdef\n', 'ok'],
  ['sk-ant-api03-abcdef \t\r\n', 'ok'],
  [' \n', 'missing'],
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
  ['ant-sk-api03-abcdef', 'unknown'],
  ['ASIAABCDEFGH', 'other_vendor'],
  ['gsk_abcdef', 'other_vendor'],
  ['xai-abcdef', 'other_vendor'],
  ['hf_abcdef', 'other_vendor'],
  ['ghp_abcdef', 'other_vendor'],
  ['ya29.abcdef', 'other_vendor'],
  ['sk-ant-example', 'placeholder'],
  ['changeme', 'placeholder'],
  ['dummy', 'placeholder'],
  ['[key]', 'placeholder'],
  ['<key>', 'placeholder'],
  ['API_KEY', 'placeholder'],
  ['xxxx', 'placeholder'],
  ['sk-ant-xxx', 'placeholder'],
  ['sk-ant-api03-XXXXXXXXab', 'placeholder'],
  ['sk-ant-your_key', 'placeholder'],
  ['YOUR_TOKEN', 'placeholder'],
  ['enteryourkeyhere', 'placeholder'],
  ['<api-token>', 'placeholder'],
  ['sk-ant-api03-aXxxB2', 'ok'],
  ['sk-ant-api03-a9yOur2', 'ok'],
  // A field of a form that hides the key, a log, and a list of keys.
  ['••••••••', 'masked'],
  ['sk-ant-api03-••••', 'masked'],
  ['sk-ant-api03-****', 'masked'],
  ['sk-ant-api03-abc...wXyz', 'masked'],
  ['sk-ant-api03-abc…wXyz', 'masked'],
  ['sk-ant-...', 'placeholder'],
  // A word processor.
  ['“sk-ant-api03-abcdef”', 'quoted'],
  ['‘sk-ant-api03-abcdef’', 'quoted'],
  ['„sk-ant-api03-abcdef', 'quoted'],
  ['«sk-ant-api03-abcdef»', 'quoted'],
  ['sk–ant–api03–abcdef', 'non_ascii'],
  // A file in UTF-16, and one with a byte order mark.
  ['\uFFFD\uFFFDs\0k\0-\0a\0', 'undecodable'],
  ['sk-ant-api03-abc\uFFFD', 'undecodable'],
  ['\uFEFFsk-ant-api03-abcdef', 'invisible'],
  // A web page or a chat.
  ['sk-ant-api03-\u200Babcdef', 'invisible'],
  ['sk-ant-api03-abcdef\u200B', 'invisible'],
  ['sk-ant-\u2060api03-abcdef', 'invisible'],
  ['sk-ant-api03-abc\u00ADdef', 'invisible'],
  ['\u202Ask-ant-api03-abcdef\u202C', 'invisible'],
  ['sk-ant-api03-\u00A0abcdef', 'whitespace'],
  ['sk-ant-api03-\u3000abcdef', 'whitespace'],
  ['sk-ant-api03-abc\nabcdef', 'whitespace'],
  // A terminal's colours.
  ['\x1B[32msk-ant-api03-abcdef\x1B[0m', 'control'],
  ['sk-ant-api03-abcdef\0', 'control'],
  ['sk-ant-api03-abcdef\x7F', 'control'],
  ['sk-ant-api03-abcdef\x85', 'control'],
  // Another keyboard, or an input method.
  ['ｓｋ-ant-api03-abcdef', 'non_ascii'],
  ['sк-ant-api03-abcdef', 'non_ascii'],
  ['sk-ant-api03-abcdéf', 'non_ascii'],
  ['sk-ant-api03-abc😀', 'non_ascii'],
])('%j is %s', (key, shape) => {
  expect(keyShape(key)).toBe(shape);
});

/** Keys as long as real ones, of the same characters, by a generator of numbers with a seed (Numerical Recipes). */
function* randomKeys(count: number): Generator<string> {
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  let state = 1;
  const next = (): string => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return characters.charAt(state >>> 26);
  };
  for (let index = 0; index < count; index += 1)
    yield `sk-ant-api03-${Array.from({ length: 95 }, next).join('')}`;
}

test('none of many random keys has another shape', () => {
  expect([...randomKeys(10_000)].filter((key) => keyShape(key) !== 'ok')).toEqual([]);
});
