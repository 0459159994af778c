// Decodes a text in every way in which a server may have escaped or encoded it.

/** `windows-1252` from 0x80 on. A server that reads UTF-8 as this writes two of these characters for one letter. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/** An encoding: a quick test for it, and the decoder. */
interface Writing {
  readonly shows: RegExp;
  readonly read: (text: string) => string;
}

/** An escape. The first group of `pattern` has the code of the character. */
const escaped = (shows: RegExp, pattern: RegExp, base: number): Writing => ({
  shows,
  read: (text) =>
    text.replace(pattern, (match, code: string) => {
      const value = Number.parseInt(code, base);
      return value <= 0x10ffff ? String.fromCodePoint(value) : match;
    }),
});

/** An encoding of UTF-8 bytes, in runs that match `pattern`. Other runs stay, because most are ids. */
const encoded = (
  shows: RegExp,
  pattern: RegExp,
  bytesOf: (run: string) => readonly number[] | undefined,
): Writing => ({
  shows,
  read: (text) => text.replace(pattern, (run) => readable(bytesOf(run)) ?? run),
});

/** Control characters, which a text does not contain. */
const CONTROL = /(?![\t\n\v\f\r])\p{Cc}/u;

function readable(bytes: readonly number[] | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  try {
    // The first and the last character may be incomplete.
    const whole = Uint8Array.from(bytes).subarray(bytes.findIndex((byte) => (byte & 0xc0) !== 0x80));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(whole, { stream: true });
    return CONTROL.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

const numbers = (run: string, pattern: RegExp, base: number): readonly number[] | undefined => {
  const found = (run.match(pattern) ?? []).map((digits) => Number.parseInt(digits, base));
  return found.every((value) => value < 256) ? found : undefined;
};

/** Named HTML entities: the part of the name after a letter, and complete names. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ['grave', '\u0300'],
  ['acute', '\u0301'],
  ['circ', '\u0302'],
  ['tilde', '\u0303'],
  ['uml', '\u0308'],
  ['ring', '\u030A'],
  ['cedil', '\u0327'],
]);
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['nbsp', ' '],
  ['szlig', 'ß'],
]);

/** All encodings. The last ones decode UTF-8 bytes that others left as one character each. */
const WRITINGS: readonly Writing[] = [
  // JSON of Python and PHP, however often it is escaped.
  escaped(/\\u[0-9a-f]{4}/i, /\\{1,8}u([0-9a-f]{4})/gi, 16),
  escaped(/\\x[0-9a-f]{2}/i, /\\{1,8}x([0-9a-f]{2})/gi, 16),
  escaped(/\\u\{[0-9a-f]/i, /\\{1,8}u\{([0-9a-f]{1,6})\}/gi, 16),
  // CSS.
  escaped(/\\0{2,4}[0-9a-f]{2}/i, /\\0{2,4}([0-9a-f]{2,4}) ?/gi, 16),
  escaped(/\\[0-3][0-7]{2}/, /\\{1,8}([0-3][0-7]{2})/g, 8),
  // `escape()` of JavaScript.
  escaped(/%u[0-9a-f]{4}/i, /%u([0-9a-f]{4})/gi, 16),
  escaped(/%[0-9a-f]{2}/i, /%([0-9a-f]{2})/gi, 16),
  escaped(/&#x[0-9a-f]/i, /&#x([0-9a-f]{2,6});/gi, 16),
  escaped(/&#\d/, /&#(\d{2,7});/g, 10),
  // Names of code points, and lists of bytes.
  escaped(/U\+[0-9a-f]{4}/i, /U\+([0-9a-f]{4,6})(?:, ?| )?/gi, 16),
  escaped(/\b0x[0-9a-f]{2}\b/i, /\b0x([0-9a-f]{2})\b(?:, ?| )?/gi, 16),
  // Quoted-printable.
  escaped(/=[0-9A-F]{2}[^=]{0,100}=[0-9A-F]{2}/, /=([0-9A-F]{2})/g, 16),
  // UTF-7 of a mail: `+AOk-` is the base64 of one character.
  {
    shows: /\+A[A-P][\w+/]-/,
    read: (text) =>
      text.replace(
        /\+(A[A-P][\w+/])-/g,
        (match, code: string) => String.fromCharCode(...(base64Bytes(`${code}A`) ?? []).slice(1, 2)) || match,
      ),
  },
  {
    shows: /&[a-z]{2,8};/i,
    read: (text) =>
      text.replace(/&([a-z]?)([a-z]{2,5});/gi, (match, letter: string, name: string) => {
        const mark = MARKS.get(name);
        return mark === undefined ? (SIGNS.get(`${letter}${name}`) ?? match) : `${letter}${mark}`;
      }),
  },
  // Hex, also as Node.js shows a `Buffer`, and as other programs group it.
  encoded(/(?:[0-9a-f]{2}[\s:.-]?){12}/i, /(?:[0-9a-f]{2}[\s:.-]?){11,}[0-9a-f]{2}/gi, (run) =>
    numbers(run, /[0-9a-f]{2}/gi, 16),
  ),
  // A list of bytes, as of Go, Rust, and a `Buffer` in JSON.
  encoded(/(?:\d{1,3}[,;|]? ?){12}/, /(?:\d{1,3}(?:[,;|] ?| )){11,}\d{1,3}/g, (run) =>
    numbers(run, /\d+/g, 10),
  ),
  encoded(/[\w+/-]{24}/, /[\w+/-]{24,}/g, base64Bytes),
  // Behind a path or a name.
  encoded(/[a-z0-9+]{24}/i, /[a-z0-9+]{24,}/gi, base64Bytes),
  {
    shows: /[\u00C2-\u00F4][\u0080-\u00BF\u0152-\u0192\u02C6-\u02DC\u2013-\u203A\u20AC\u2122]/,
    read: (text) =>
      text.replace(
        /[\u0080-\u00FF\u0152-\u0192\u02C6-\u02DC\u2013-\u203A\u20AC\u2122]{2,}/g,
        (run) => readable([...run].map(windowsByte)) ?? run,
      ),
  },
];

function windowsByte(character: string): number {
  const index = WINDOWS_1252.indexOf(character);
  return index >= 0 ? 0x80 + index : character.charCodeAt(0);
}

function base64Bytes(run: string): readonly number[] | undefined {
  const plain = run.replaceAll('-', '+').replaceAll('_', '/');
  try {
    return Array.from(atob(plain.slice(0, plain.length - (plain.length % 4))), (byte) => byte.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The most passes, because a text may have several encodings. */
const MAX_ROUNDS = 3;

/** A token of base64: unlike words, it has capitals or digits within. */
const TOKEN = /[\w+/-]{3,}/g;
const CODED = /[a-z\d][A-Z]|[A-Za-z]\d|\d[A-Za-z]/;
/** Shorter texts in base64 have fewer characters than six words. */
const MIN_CODED = 24;

/** Base64 in lines or groups of any length, or of UTF-16. Where it begins is not known, so there are four ways to read it. */
function brokenBase64(text: string): string[] {
  const tokens = (text.match(TOKEN) ?? []).filter((token) => CODED.test(token));
  const joined = tokens.join('');
  if (joined.length < MIN_CODED) return [];
  return [0, 1, 2, 3].map((start) =>
    new TextDecoder().decode(Uint8Array.from(base64Bytes(joined.slice(start)) ?? [])).replaceAll('\0', ''),
  );
}

const reversed = (text: string): string => [...text].reverse().join('');

const CODE_OF_A = 97;
const CODE_OF_CAPITAL_A = 65;
const rotated = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const first = letter < 'a' ? CODE_OF_CAPITAL_A : CODE_OF_A;
    return String.fromCharCode(first + ((letter.charCodeAt(0) - first + 13) % 26));
  });

/** `text` and its decoded forms. Each is at most as long as the previous one. */
export function decodedTexts(text: string): string[] {
  const found = [text];
  let current = text;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = current;
    for (const { shows, read } of WRITINGS) if (shows.test(current)) current = read(current);
    if (current === before) break;
    found.push(current);
  }
  return found;
}

/** Forms of `text` that a server would make only to hide what it repeats, and base64 whose lines were joined. */
export const disguisedTexts = (text: string): string[] => [
  ...brokenBase64(text),
  reversed(text),
  rotated(text),
];

/** The beginnings of gzip, zlib and Zstandard in base64 and hex. */
const PACKED =
  /(?<![\w+/])(?:H4sI[\w+/-]{16}|eJ[w-z][\w+/-]{16}|KLUv\/[\w+/-]{16})|\b(?:1f8b08|28b52ffd)[0-9a-f]{16}/i;

/** Whether a text has packed data, which cannot be compared. */
export const hasPackedData = (text: string): boolean => PACKED.test(text);
