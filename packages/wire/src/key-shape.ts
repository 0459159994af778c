// The shape of a key, without any of its characters.
import type { KeyShape } from '@sevenstep/semantic-conventions';

/** How keys of other vendors begin. */
export const OTHER_VENDORS: RegExp = /^(?:sk-(?!ant-)|AIza|AKIA|ASIA|gsk_|xai-|hf_|ghp_|ya29\.)/;

/** A key as `fetch` sends it: without blanks and line breaks at its end. Behind `Bearer`, those in front stay. */
export const sentKey = (key: string): string => key.replace(/(?<![\t\r\n ])[\t\r\n ]+$/, '');

/** One of some hundred random keys has `xxx` in it, and one of ten thousand `your`. */
const SAMPLE =
  /(?<![a-z\d])your|your.?key|(?<![a-z\d])x{3,}(?![a-z\d])|x{5,}|<[^<>\n]*>|\[[^[\]\n]*\]|\$\{|\.\.\.|…|api.?key|changeme|example|placeholder|dummy/i;

/** The first that holds is the shape: the most specific come first. */
const SHAPES: ReadonlyArray<readonly [KeyShape, (key: string) => boolean]> = [
  ['missing', (key) => key === ''],
  // A decoder writes it for bytes that it cannot read, such as those of a UTF-16 file read as UTF-8.
  ['undecodable', (key) => key.includes('\uFFFD')],
  // Unicode's format characters: zero-width blanks, the byte order mark, soft hyphens, marks of direction.
  ['invisible', (key) => /\p{Cf}/u.test(key)],
  ['whitespace', (key) => /\s/.test(key)],
  ['control', (key) => /\p{Cc}/u.test(key)],
  ['quoted', (key) => /^["'`´“”„‟‘’‚‛«»‹›＂＇]|["'`´“”„‟‘’‚‛«»‹›＂＇]$/.test(key)],
  // Bullets of a password field, asterisks of a log, and a key shortened as in a list.
  ['masked', (key) => /[•·●∙⋅◦⚫∗＊]|\*{2}|^sk-ant-[\w-]{4,}(?:\.{3}|…)[\w-]{2,}$/.test(key)],
  ['placeholder', (key) => SAMPLE.test(key)],
  ['non_ascii', (key) => /[^\x21-\x7E]/.test(key)],
  ['ok', (key) => key.startsWith('sk-ant-')],
  ['other_vendor', (key) => OTHER_VENDORS.test(key)],
];

/** The shape of a key; that of none is `missing`. */
export function keyShape(key: string | undefined): KeyShape {
  const sent = sentKey(key ?? '');
  return SHAPES.find(([, holds]) => holds(sent))?.[0] ?? 'unknown';
}
