// Parses JSON from outside within bounds: on depth, so that recursion never exhausts the stack, and on size.
import { READ } from '../bounds.ts';

const OPEN = new Set(['[', '{'].map((sign) => sign.charCodeAt(0)));
const CLOSE = new Set([']', '}'].map((sign) => sign.charCodeAt(0)));
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [NEWLINE, BLANK] = [0x0a, 0x20];
/** Bytes from here on are not ASCII, such as a byte order mark. */
const BEYOND_ASCII = 0x80;

/** JSON beyond the bounds. */
export class TooMuchJson extends SyntaxError {}

/** The reason why JSON could not be read, for a message. */
export const whyUnread = (problem: unknown): string =>
  problem instanceof TooMuchJson ? problem.message : 'not JSON';

/** @throws SyntaxError for invalid JSON; {@link TooMuchJson} for JSON that is too deep or has too many values */
export function parseJson(bytes: Uint8Array): unknown {
  checkSize(bytes);
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
}

/** One of several values. */
interface JsonPart {
  readonly bytes: Buffer;
  /** The line in which it begins, counted from 0. */
  readonly line: number;
}

/** The values of valid JSON in sequence. An empty list if one of them is neither an object nor a list. */
export function jsonParts(bytes: Buffer): readonly JsonPart[] {
  const parts: JsonPart[] = [];
  let [depth, from, line, fromLine] = [0, 0, 0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === NEWLINE) line += 1;
    else if (OPEN.has(byte)) {
      if (depth === 0) [from, fromLine] = [at, line];
      depth += 1;
    } else if (CLOSE.has(byte)) {
      depth -= 1;
      if (depth === 0) parts.push({ bytes: bytes.subarray(from, at + 1), line: fromLine });
    } else if (depth === 0 && byte > BLANK && byte < BEYOND_ASCII) return [];
    else if (byte === QUOTE) at = endOfString(bytes, at);
  }
  return parts;
}

/** Counts brackets and commas outside strings. A parser would already build the value. */
function checkSize(bytes: Uint8Array): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (OPEN.has(byte)) {
      depth += 1;
      values += 1;
      if (depth > READ.jsonDepth) {
        throw new TooMuchJson(`more than ${READ.jsonDepth} nested brackets`);
      }
    } else if (CLOSE.has(byte)) depth -= 1;
    else if (byte === COMMA) values += 1;
    if (values > READ.values) throw new TooMuchJson(`more than ${READ.values} values`);
  }
}

/** The index where a string closes, or the end of the bytes. @param at the index of its opening quote */
function endOfString(bytes: Uint8Array, at: number): number {
  let end = at + 1;
  while (end < bytes.length && bytes[end] !== QUOTE) end += bytes[end] === BACKSLASH ? 2 : 1;
  return end;
}
