// Finds names with their values in JSON and in similar notations: escaped, truncated, from Python, Ruby, Go or `util.inspect`.

/** A name with its value. */
export interface Pair {
  /** In lower case, without `_` and `-`, and without anything before its last dot. */
  readonly name: string;
  /** The original text without quotes; at most {@link MAX_VALUE} characters. Empty if the value is a bracket. */
  readonly value: string;
  readonly isQuoted: boolean;
  /** The index of the name in the text. */
  readonly start: number;
  /** The index after the value. */
  readonly end: number;
  /** The number of escapes before the value's quotes. */
  readonly escapes: number;
  /** The bracket around it, as an index of {@link Brackets}. */
  readonly within: number;
}

/** A bracket, the name of which it is the value, and the bracket around it. */
export interface Bracket {
  readonly name: string;
  readonly within: number;
  /** The number of brackets around it. */
  readonly depth: number;
  readonly start: number;
  /** Infinite if the bracket is not closed. */
  end: number;
}

export interface Pairs {
  readonly pairs: readonly Pair[];
  /** The first element is the text itself. */
  readonly brackets: readonly Bracket[];
}

/** The number of brackets around a pair. */
export const depthOf = ({ brackets }: Pairs, within: number): number => brackets[within]?.depth ?? 0;

const MAX_VALUE = 4_000;
const MAX_NAME = 60;
const MAX_DEPTH = 200;
const MAX_BLANKS = 100;
const MAX_ESCAPES = 255;

const QUOTE = 34;
const APOSTROPHE = 39;
const TICK = 96;
const BACKSLASH = 92;

const isQuote = (code: number): boolean => code === QUOTE || code === APOSTROPHE || code === TICK;

const isName = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  code === 45 ||
  code === 46 ||
  code === 64 ||
  code === 36;

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

/** `request_id`, `requestId` and `http.request-id` are one name. */
export const nameOf = (written: string): string =>
  written
    .slice(written.lastIndexOf('.') + 1)
    .replace(/[_@$-]/g, '')
    .toLowerCase();

/** Reads every pair whose name `isAsked`. It takes linear time, because it scans once and searches only once for a missing end. */
export function findPairs(text: string, isAsked: (name: string) => boolean): Pairs {
  const pairs: Pair[] = [];
  const brackets: Bracket[] = [{ name: '', within: 0, depth: 0, start: 0, end: text.length }];
  const open: number[] = [0];
  const unclosed = new Set<number>();
  const before: BareEnd = { from: -1, end: -1 };
  /** The name before the next bracket. */
  let label = '';
  let labelAt = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 123 || code === 91 || code === 40) {
      if (open.length < MAX_DEPTH) {
        brackets.push({
          name: labelAt === at ? label : '',
          within: open.at(-1) ?? 0,
          depth: open.length,
          start: at,
          end: Number.POSITIVE_INFINITY,
        });
        open.push(brackets.length - 1);
      }
      continue;
    }
    if (code === 125 || code === 93 || code === 41) {
      const closed = open.length > 1 ? brackets[open.pop() ?? 0] : undefined;
      if (closed !== undefined) closed.end = at + 1;
      continue;
    }
    if (code !== 58 && code !== 61) continue;
    const named = nameBefore(text, at);
    if (named === undefined) continue;
    const valueAt = behindSeparator(text, at);
    const first = text.charCodeAt(valueAt);
    // `error: Error {`, `headers: Headers {`, `details=map[`
    const bracketAt = bracketNear(text, valueAt);
    const name = nameOf(named.name);
    if (bracketAt >= 0) {
      label = name;
      labelAt = bracketAt;
    }
    if (!isAsked(name)) continue;
    const value = readValue(text, valueAt, first, unclosed, before);
    if (value !== undefined) pairs.push({ name, start: named.start, within: open.at(-1) ?? 0, ...value });
  }
  return { pairs, brackets };
}

/** The name before a separator, quoted or bare. */
function nameBefore(text: string, separator: number): { name: string; start: number } | undefined {
  let at = separator - 1;
  for (let blanks = 0; blanks < 4 && text.charCodeAt(at) === 32; blanks += 1) at -= 1;
  if (isQuote(text.charCodeAt(at))) {
    at -= 1;
    for (let escapes = 0; escapes < MAX_ESCAPES && text.charCodeAt(at) === BACKSLASH; escapes += 1) at -= 1;
  }
  const end = at + 1;
  while (at >= 0 && end - at <= MAX_NAME && isName(text.charCodeAt(at))) at -= 1;
  return at + 1 < end ? { name: text.slice(at + 1, end), start: at + 1 } : undefined;
}

/** The index where the value begins: after `:`, `=`, `=>` or `:=` and blanks. */
function behindSeparator(text: string, separator: number): number {
  let at = separator + 1;
  const next = text.charCodeAt(at);
  if (next === 62 || (next === 61 && text.charCodeAt(separator) === 58)) at += 1;
  for (let blanks = 0; blanks < MAX_BLANKS && isBlank(text.charCodeAt(at)); blanks += 1) at += 1;
  return at;
}

/** The bracket that opens the value, if any. One word such as `Headers` or `map` may precede it. */
function bracketNear(text: string, from: number): number {
  let at = from;
  // JSON in a string: `"body":"{\"error\":…`.
  for (let escapes = 0; escapes < MAX_ESCAPES && text.charCodeAt(at) === BACKSLASH; escapes += 1) at += 1;
  if (isQuote(text.charCodeAt(at))) at += 1;
  else {
    at = from;
    while (at < from + 40 && isName(text.charCodeAt(at))) at += 1;
    if (text.charCodeAt(at) === 32) at += 1;
  }
  const code = text.charCodeAt(at);
  return code === 123 || code === 91 || code === 40 ? at : -1;
}

type Value = Pick<Pair, 'value' | 'isQuoted' | 'end' | 'escapes'>;

function readValue(
  text: string,
  from: number,
  first: number,
  unclosed: Set<number>,
  before: BareEnd,
): Value | undefined {
  let at = from;
  // Prefixes of Python and Ruby: `b'…'`, `u'…'`.
  if ((first === 98 || first === 117) && isQuote(text.charCodeAt(at + 1))) at += 1;
  let escapes = 0;
  while (escapes < MAX_ESCAPES && text.charCodeAt(at) === BACKSLASH) {
    escapes += 1;
    at += 1;
  }
  const quote = text.charCodeAt(at);
  if (isQuote(quote)) return quoted(text, at + 1, quote, escapes, unclosed);
  return escapes > 0 ? undefined : bare(text, from, before);
}

/** Reads up to the same quote with the same number of escapes, or to the end of the line. */
export function quoted(
  text: string,
  from: number,
  quote: number,
  escapes: number,
  unclosed: Set<number>,
): Value {
  const mark = String.fromCharCode(quote);
  const kind = quote * 1_000 + escapes;
  const found = unclosed.has(kind) ? -1 : closing(text, from, mark, escapes);
  if (found < 0) unclosed.add(kind);
  const lineEnd = text.indexOf('\n', from);
  const end = found >= 0 ? found : lineEnd >= 0 ? lineEnd : text.length;
  return {
    value: text.slice(from, Math.min(end, from + MAX_VALUE)),
    isQuoted: true,
    end: found >= 0 ? found + escapes + 1 : end,
    escapes,
  };
}

/** The index where the closing quote's escapes begin, or -1. */
function closing(text: string, from: number, mark: string, escapes: number): number {
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    let before = at;
    while (before > from && text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
    const count = at - before;
    // More escapes mean an escaped quote inside the value, unless the escapes are themselves escaped.
    if (count >= escapes && (count - escapes) % (2 * (escapes + 1)) === 0) return at - escapes;
    // A quote with fewer escapes ends the value around this one.
    if (count < escapes) return before;
  }
  return -1;
}

/** The last unquoted value, with its end. */
interface BareEnd {
  from: number;
  end: number;
}

/** Reads a word or a number up to the comma, or a sentence up to a bracket, a line's end or the next name. */
function bare(text: string, from: number, before: BareEnd): Value | undefined {
  // A value inside a sentence that was already read ends at the same index.
  let end = from > before.from && from < before.end ? before.end : from;
  let isSentence = false;
  while (end < text.length && end - from < MAX_VALUE) {
    const code = text.charCodeAt(end);
    // ] } ) and line breaks
    if (code === 10 || code === 13 || code === 93 || code === 125 || code === 41) break;
    if (code === 32 && end > from) isSentence = true;
    // , ;
    if ((code === 44 || code === 59) && (!isSentence || NEXT_NAME.test(text.slice(end + 1, end + 60)))) break;
    end += 1;
  }
  before.from = from;
  before.end = end;
  const value = text.slice(from, end).trimEnd();
  return value === '' ? undefined : { value, isQuoted: false, end: from + value.length, escapes: 0 };
}

/** Matches text after the comma behind a value. */
const NEXT_NAME = /^\s{0,8}["'`]?[\w.-]{1,40}["'`]?\s{0,2}[:=]|^\s{0,8}["'`]|^$/;

/** A value without escapes of any language. */
export const unescaped = (value: string): string =>
  value.includes('\\')
    ? value.replace(/\\{1,255}(["'`\\/nrt]|u[0-9a-fA-F]{4})/g, (_, found: string) =>
        found[0] === 'u' ? String.fromCharCode(Number.parseInt(found.slice(1), 16)) : plain(found),
      )
    : value;

const plain = (letter: string): string =>
  letter === 'n' || letter === 'r' || letter === 't' ? (letter === 't' ? '\t' : '\n') : letter;
