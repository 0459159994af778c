// What a key looks like, without saying anything of what it is.
import type { KeyShape } from '../index.ts';

/** From the most telling to the least; the first that holds is the shape. */
const SHAPES: ReadonlyArray<readonly [KeyShape, (key: string) => boolean]> = [
  ['missing', (key) => key === ''],
  ['whitespace', (key) => /\s/.test(key)],
  ['quoted', (key) => /^["'`“”‘’]|["'`“”‘’]$/.test(key)],
  [
    'placeholder',
    (key) => /your|<.*>|\[.*\]|\$\{|xxx|\.\.\.|…|api.?key|changeme|example|placeholder|dummy/i.test(key),
  ],
  ['ok', (key) => key.startsWith('sk-ant-')],
  ['other_vendor', (key) => /^(sk-|AIza|AKIA|ASIA|gsk_|xai-|hf_|ghp_|ya29\.)/.test(key)],
];

/** The shape of a key; that of none is `missing`. */
export function keyShape(key: string | undefined): KeyShape {
  return SHAPES.find(([, holds]) => holds(key ?? ''))?.[0] ?? 'unknown';
}
