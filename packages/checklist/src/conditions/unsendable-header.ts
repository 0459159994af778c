// Recognises a header that `fetch` refuses to send. The invalid character decides the fix.
import type { KeyShape } from '@sevenstep/semantic-conventions';
import type { Facts } from '../facts/facts.ts';
import type { FailureStage } from '../facts/failure-stage.ts';
import * as phrases from '../phrases/index.ts';
import { says } from './basic.ts';
import { memoizeLast } from './memoize-last.ts';

export interface Unsendable {
  /** The header, if it is known not to be the key's. */
  readonly of: 'key' | 'other header';
  /** The header's name, if the sentence has it. */
  readonly header?: string | undefined;
  /** The shape of the key, or of any key with that character. */
  readonly kind?: KeyShape | undefined;
  /** The Unicode code point of the character, if the sentence has it. */
  readonly code?: number | undefined;
}

const LOCAL: ReadonlySet<FailureStage | undefined> = new Set(['client', 'connection', 'unknown']);

const KEY_HEADERS: ReadonlySet<string> = new Set(['authorization', 'x-api-key', 'api-key']);

/** Shapes of keys with, or possibly with, a character that no header can have. */
export const UNSENDABLE_SHAPES: ReadonlySet<KeyShape> = new Set([
  'undecodable',
  'invisible',
  'whitespace',
  'control',
  'quoted',
  'masked',
  'placeholder',
  'non_ascii',
]);

/** The header that could not be sent; `undefined` for other failures. */
export const unsendable: (facts: Facts) => Unsendable | undefined = memoizeLast((facts) => {
  if (facts.status !== undefined || !LOCAL.has(facts.failure)) return undefined;
  const value = says(facts, phrases.headerCharacter) ?? says(facts, phrases.headerValue);
  const found = value ?? says(facts, phrases.headerName);
  if (found === undefined) return undefined;
  const header = (
    found.header ??
    found.bun ??
    found.node ??
    found.go ??
    found.okhttp ??
    found.claude
  )?.toLowerCase();
  const character = found.code ?? found.hex;
  const code = character === undefined ? undefined : Number(character);
  const { keyShape } = facts;
  const ofKey =
    value !== undefined &&
    found.own === undefined &&
    (header === undefined || /^\d+$/.test(header)
      ? keyShape === undefined || UNSENDABLE_SHAPES.has(keyShape)
      : KEY_HEADERS.has(header));
  if (!ofKey) return { of: 'other header', header, code };
  const showsShape = keyShape !== undefined && UNSENDABLE_SHAPES.has(keyShape);
  if (found.ascii !== undefined) return { of: 'key', header, kind: 'non_ascii' };
  // Only CR, LF and NUL make `Headers` refuse a value as a whole; undici refuses other control characters later. Go names the header at once.
  const otherwise = header === undefined || found.go !== undefined ? 'whitespace' : 'control';
  return {
    of: 'key',
    header,
    code,
    kind: showsShape ? keyShape : code === undefined ? otherwise : kindOf(code),
  };
});

/** The shape of a key with this character in it. */
function kindOf(code: number): KeyShape {
  if (code > 0x10ffff) return 'non_ascii';
  const character = String.fromCodePoint(code);
  if (character === '\uFFFD') return 'undecodable';
  if (/\p{Cf}/u.test(character)) return 'invisible';
  if (/\s/.test(character)) return 'whitespace';
  if (/[´“”„‟‘’‚‛«»‹›＂＇]/.test(character)) return 'quoted';
  return /[•·●∙⋅◦⚫∗＊…]/.test(character) ? 'masked' : 'non_ascii';
}

/** `U+2022`, or nothing. */
export const codePoint = ({ code }: Unsendable): string | undefined =>
  code === undefined ? undefined : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
