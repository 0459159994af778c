// Describes the shape of a key without any of its characters.
import type { KeyShape } from '@sevenstep/semantic-conventions';

/** The prefixes of other vendors' keys. */
export const OTHER_VENDORS: RegExp = /^(?:sk-(?!ant-)|AIza|AKIA|ASIA|gsk_|xai-|hf_|ghp_|ya29\.)/;

/** A key as `fetch` sends it: without blanks and line breaks at its end. Leading blanks stay, as after `Bearer`. */
export const sentKey = (key: string): string => key.replace(/(?<![\t\r\n ])[\t\r\n ]+$/, '');

/** Sample keys of documentation. Loose words would match real keys: one in some hundred has `xxx`, one in ten thousand `your`. */
const SAMPLE =
  /(?<![a-z\d])your|your.?key|(?<![a-z\d])x{3,}(?![a-z\d])|x{5,}|<[^<>\n]*>|\[[^[\]\n]*\]|\$\{|\.\.\.|…|api.?key|changeme|example|placeholder|dummy/i;

/** The shapes, most specific first. The first match wins. */
const SHAPES: ReadonlyArray<readonly [KeyShape, (key: string) => boolean]> = [
  ['missing', (key) => key === ''],
  // A decoder writes U+FFFD for invalid bytes, such as a UTF-16 file that is read as UTF-8.
  ['undecodable', (key) => key.includes('\uFFFD')],
  // Unicode's format characters: zero-width spaces, byte order mark, soft hyphens, direction marks.
  ['invisible', (key) => /\p{Cf}/u.test(key)],
  ['whitespace', (key) => /\s/.test(key)],
  ['control', (key) => /\p{Cc}/u.test(key)],
  ['quoted', (key) => /^["'`´“”„‟‘’‚‛«»‹›＂＇]|["'`´“”„‟‘’‚‛«»‹›＂＇]$/.test(key)],
  // Bullets of a password field, asterisks of a log, or a key shortened for a list.
  ['masked', (key) => /[•·●∙⋅◦⚫∗＊]|\*{2}|^sk-ant-[\w-]{4,}(?:\.{3}|…)[\w-]{2,}$/.test(key)],
  ['placeholder', (key) => SAMPLE.test(key)],
  ['non_ascii', (key) => /[^\x21-\x7E]/.test(key)],
  ['ok', (key) => key.startsWith('sk-ant-')],
  ['other_vendor', (key) => OTHER_VENDORS.test(key)],
];

/** The shape of a key; `missing` without a key. */
export function keyShape(key: string | undefined): KeyShape {
  const sent = sentKey(key ?? '');
  return SHAPES.find(([, holds]) => holds(sent))?.[0] ?? 'unknown';
}
